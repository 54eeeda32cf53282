"""The two long-running processes: web server and worker.

Django, and what needs its settings, is imported once the command named the settings module.
"""

import asyncio
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from rathaus.config import env
from rathaus.outbox.stalled import DEAD_AFTER_SECONDS, HEARTBEAT_SECONDS

# Jobs at the same time, each with a connection to the database. A warning takes four at first, a newsletter beside it
# three that it gives back, and somebody waits for a code.
_SLOTS = 6
_NICE = 5  # of the worker, beside the web server's 0


def serve(*, host: str, workers: int) -> NoReturn:
    """Replace this process by granian, after checking that the database role is one that policies bind."""
    _check_role()
    os.environ["RATHAUS_DB_POOL"] = "1"
    port = env.integer("PORT", 8000)
    _offer_stream(host, env.integer("RATHAUS_STREAM_PORT", port + 1))
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
    command += ["--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"]
    command += ["--backlog", "1024", "--log-level", "warning", "--respawn-failed-workers"]
    os.execv(sys.executable, [*command, "rathaus.config.wsgi:application"])  # noqa: S606 -- our own arguments


def _offer_stream(host: str, port: int) -> None:
    """Let the web processes serve live news at a port that they share. Where it is taken, pages ask again and again.

    Asked here, since the processes could share it with a foreign one without noticing.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            print(f"rathaus: no live news, port {port}: {problem.strerror}", file=sys.stderr)  # noqa: T201 -- for the operator
            return
    os.environ["RATHAUS_STREAM"] = f"{host}:{port}"


def work() -> None:
    """Carry out jobs until SIGTERM; jobs of dead workers are taken over at the start and every minute."""
    import django

    _stand_back()
    django.setup()
    _check_role()
    from django.urls import reverse
    from procrastinate.contrib.django import app

    from rathaus.outbox.stalled import give_back_stalled_jobs

    reverse("channel_leave", args=["-"])  # reads all addresses: else the first e-mail with a link would wait for that

    # A DjangoConnector, which procrastinate types as its base class.
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]

    async def run() -> None:
        async with worker_app.open_async():
            await give_back_stalled_jobs(worker_app)
            await worker_app.run_worker_async(
                concurrency=_SLOTS,
                fetch_job_polling_interval=1.0,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=True,
            )

    asyncio.run(run())


def _stand_back() -> None:
    """Whoever waits for a page goes first. Linux weighs whole sessions against each other, so ours is told too."""
    os.nice(_NICE)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # not Linux, or not allowed here
            Path("/proc/self/autogroup").write_text(f"{_NICE}\n")


def _check_role() -> None:
    import django

    django.setup()
    from django.db import connection

    from rathaus.tenancy.service import refuse_unsafe_role

    refuse_unsafe_role()
    connection.close()
