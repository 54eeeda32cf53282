"""The command `rathaus`."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path


def main(argv: list[str] | None = None) -> None:
    """Run one command. A fault that the person can mend ends with one sentence on stderr and exit code 1."""
    from rathaus.runtime.postgres import DatabaseUnavailable

    parser = _parser()
    arguments = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    try:
        sys.exit(arguments.run(arguments) or 0)
    except DatabaseUnavailable as problem:
        sys.exit(f"rathaus: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rathaus", description="The digital town hall for German municipalities.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[[argparse.Namespace], int | None], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    command("demo", _demo, "set up and serve the demo municipalities: database, web server, worker and mail sink")
    serve = command("serve", _serve, "serve the web application (DATABASE_URL, PORT)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=2)
    command("worker", _worker, "carry out jobs: e-mails, notices, deadlines")
    command("bounce", _bounce, "read an e-mail that came back from standard input (RATHAUS_BOUNCES)")
    command("migrate", _migrate, "bring the database up to date and seal it")
    check = command("check-definitions", _check_definitions, "check all services and say file, line and reason")
    check.add_argument("folder", nargs="?", type=Path)
    create = command("create-municipality", _create_municipality, "add a municipality")
    create.add_argument("key")
    create.add_argument("--name", required=True)
    create.add_argument("--host")
    command("reset", _reset, "throw the demo's data away")
    manage = command("manage", _manage, "any of Django's management commands")
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


# Django and our parts are imported where they are needed: a command must not wait for what it doesn't use.


def _demo(_: argparse.Namespace) -> int:
    from rathaus.runtime.demo import run_demo

    return run_demo()


def _serve(arguments: argparse.Namespace) -> None:
    from rathaus.runtime.processes import serve

    serve(host=arguments.host, workers=arguments.workers)


def _worker(_: argparse.Namespace) -> None:
    from rathaus.runtime.processes import work

    work()


def _bounce(_: argparse.Namespace) -> int:
    from rathaus.runtime.bounces import take_bounce

    return take_bounce(sys.stdin.buffer)


def _migrate(_: argparse.Namespace) -> None:
    from rathaus.runtime.prepare import migrate_and_seal

    migrate_and_seal()


def _check_definitions(arguments: argparse.Namespace) -> int:
    from rathaus.config import settings
    from rathaus.formengine.service import check_command

    return check_command(arguments.folder or settings.DEFINITIONS)


def _create_municipality(arguments: argparse.Namespace) -> None:
    from rathaus.runtime.prepare import create_municipality

    create_municipality(key=arguments.key, name=arguments.name, host=arguments.host)


def _reset(_: argparse.Namespace) -> int:
    from rathaus.runtime.demo import reset_demo

    return reset_demo()


def _manage(arguments: argparse.Namespace) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["rathaus manage", *arguments.arguments])
