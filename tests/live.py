"""Rathaus as it runs in a town hall: real web server, real worker, real mail sink, on a database of its own.

Browser journeys and fault tests use it. The processes can be killed and started again at any point.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, LiteralString

import httpx
import psycopg
import pytest

from rathaus.runtime.mail_sink import MailSink
from rathaus.runtime.postgres import Cluster
from tests.cluster import CLUSTER, environment

_PATIENCE = 60.0


@dataclass
class Installation:
    """One running Rathaus. `url("thale")` is where that municipality's portal is."""

    database: str
    folder: Path
    port: int
    smtp_port: int
    stream_port: int
    extra: dict[str, str] = field(default_factory=dict)
    processes: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    _clients: list[httpx.Client] = field(default_factory=list)

    @property
    def domain(self) -> str:
        """The platform's: `localhost`, or what `install(RATHAUS_DOMAIN=…)` said."""
        return self.extra.get("RATHAUS_DOMAIN", "localhost")

    def url(self, municipality: str = "tangerhuette") -> str:
        return f"http://{municipality}.{self.domain}:{self.port}"

    def client(self, municipality: str = "tangerhuette", **options: Any) -> httpx.Client:
        """An HTTP client with cookies at that municipality's host; closed when the installation stops."""
        headers = {"Host": f"{municipality}.{self.domain}:{self.port}"}
        made = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=30, **options)
        self._clients.append(made)
        return made

    def start(self, command: str) -> None:
        """Start `serve` or `worker`; `serve` returns when it answers."""
        settings = {
            "PORT": str(self.port),
            "RATHAUS_STREAM_PORT": str(self.stream_port),
            "SMTP_PORT": str(self.smtp_port),
            "RATHAUS_FILES": str(self.folder / "files"),
            **self.extra,
        }
        with (self.folder / f"{command}.log").open("ab") as log:
            self.processes[command] = subprocess.Popen(
                [sys.executable, "-m", "rathaus", command],
                env=environment(self.database, **settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if command == "serve":
            self.wait_for(self._answers, "the web server to answer")

    def kill(self, command: str) -> None:
        """`kill -9` the process and all its children, in the middle of whatever it does."""
        process = self.processes.pop(command)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for client in self._clients:
            client.close()
        for process in self.processes.values():
            process.terminate()
        for command, process in list(self.processes.items()):
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill(command)
        self.processes.clear()

    def query(self, statement: LiteralString, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows of the installation's database, seen by a superuser past all policies."""
        with psycopg.connect(CLUSTER.url("postgres", self.database)) as connection:
            return connection.execute(statement, parameters).fetchall()

    def mails(self) -> list[EmailMessage]:
        """What the mail sink took, oldest first."""
        files = sorted((self.folder / "mail").glob("[0-9]*.eml"))
        parsed = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]
        return [m for m in parsed if isinstance(m, EmailMessage)]

    def log(self, command: str) -> str:
        return (self.folder / f"{command}.log").read_text(errors="replace")

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        """The condition's first true value; fails after a minute with what was waited for."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if value := condition():
                return value
            time.sleep(0.05)
        logs = "\n".join(f"--- {p.name}\n{p.read_text(errors='replace')[-3000:]}" for p in self.folder.glob("*.log"))
        raise AssertionError(f"waited in vain for {what}\n{logs}")

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.port}/-/ready", timeout=2).status_code == 200
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def installations(cluster: Cluster, folder: Path) -> Iterator[Callable[..., Installation]]:
    """Makes installations, each with its own database, files and mails; all are stopped at the end."""
    with ExitStack() as stack:

        def make(*, worker: bool = True, **extra: str) -> Installation:
            own = folder / uuid.uuid4().hex[:12]
            own.mkdir(parents=True)
            database = f"live_{own.name}"
            cluster.create_database(database, template="rathaus")
            stack.callback(cluster.drop_database, database)
            sink = stack.enter_context(MailSink(own / "mail"))
            installation = Installation(database, own, free_port(), sink.port, free_port(), extra)
            stack.callback(installation.stop)
            installation.start("serve")
            if worker:
                installation.start("worker")
            return installation

        yield make


@pytest.fixture(scope="module")
def install(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Installation]]:
    """Makes installations for the tests of a module. They end with it: dozens of idle ones slow the rest down."""
    with installations(cluster, tmp_path_factory.mktemp("installations")) as make:
        yield make


@pytest.fixture(scope="module")
def live(install: Callable[..., Installation]) -> Installation:
    """One running installation for the tests of a module."""
    return install()
