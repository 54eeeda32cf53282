"""`rathaus demo`: everything in one foreground process, in the state folder, until Ctrl-C."""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from types import FrameType

import psycopg

from rathaus.config import env

from . import fingerprint
from .banner import print_banner
from .mail_sink import MailSink
from .postgres import Cluster, DatabaseUnavailable
from .recorded_sources import RecordedSources

_READY_SECONDS = 60
_STOP_SECONDS = 15


class CannotStart(DatabaseUnavailable):
    """Something that the person at the terminal can mend; the message is one sentence."""


class Stop(Exception):
    """SIGINT or SIGTERM arrived."""


def state_folder() -> Path:
    return Path(env.text("RATHAUS_STATE", ".rathaus")).resolve()


def run_demo() -> int:
    """Prepare and serve; returns the exit code. Raises CannotStart with one clear sentence."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _stop)
    state = state_folder()
    port = env.integer("PORT", 8000)
    state.mkdir(mode=0o700, exist_ok=True)
    with suppress(Stop), _only_one(state):
        _refuse_taken_port(port)
        os.environ.update(_demo_environment(state, port))
        with _database(state), MailSink(state / "mail") as sink, RecordedSources() as sources:
            os.environ.update(SMTP_HOST="127.0.0.1", SMTP_PORT=str(sink.port))
            os.environ["RATHAUS_DEMO_SOURCES"] = sources.address
            _prepare(state)
            return _serve_until_stopped(port)
    return 0


def reset_demo() -> int:
    """Throw the state folder away. Refuses while the demo runs."""
    state = state_folder()
    if not state.exists():
        return 0
    with _only_one(state):
        Cluster(state).stop()
        shutil.rmtree(state)
    print(f"Removed {state}.")  # noqa: T201 -- an answer to the person at the terminal
    return 0


@contextmanager
def _only_one(state: Path) -> Iterator[None]:
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"Rathaus already runs on {state}; stop it first.") from None
        yield


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise CannotStart(f"Port {port} is taken; set another one: PORT={port + 1} make run") from None


def _demo_environment(state: Path, port: int) -> dict[str, str]:
    key = state / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    return {
        "RATHAUS_DEMO": "1",
        "RATHAUS_STATE": str(state),
        "RATHAUS_SECRET_KEY": key.read_text(),
        "PORT": str(port),
    }


@contextmanager
def _database(state: Path) -> Iterator[None]:
    url = env.text("DATABASE_URL")
    if url:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.Error as problem:
            reason = str(problem).strip().splitlines()[-1]
            raise DatabaseUnavailable(f"The database at DATABASE_URL cannot be reached: {reason}") from problem
        yield
        return
    cluster = Cluster(state)
    try:
        with _step("Database"):
            cluster.start()
        yield
    finally:
        cluster.stop()


def _prepare(state: Path) -> None:
    """Migrate, seal and fill the demo, unless nothing of it changed since the last start."""
    stamp = state / "prepared"
    wanted = fingerprint.of_preparation()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with _step("Tables, municipalities and people of the demo (half a minute the first time)"):
        environment = {**os.environ, "RATHAUS_DB_AS": "owner"}
        for arguments in (["-m", "rathaus", "migrate"], ["-m", "rathaus.runtime.seed"]):
            done = subprocess.run([sys.executable, *arguments], env=environment, check=False)
            environment.pop("RATHAUS_DB_AS", None)
            if done.returncode:
                raise CannotStart("The demo could not be prepared; see above.")
    stamp.write_text(wanted)


def _serve_until_stopped(port: int) -> int:
    web, worker = _start("serve"), _start("worker")
    try:
        with _step("Web server and worker"):
            _wait_until_ready(port, web)
        print_banner(port)
        while not _stop_asked.wait(0.5):
            if web.poll() is not None:
                raise CannotStart("The web server ended by itself; see above.")
            if worker.poll() is not None:
                print("The worker ended; starting it again.", flush=True)  # noqa: T201
                worker = _start("worker")
        return 0
    finally:
        _end(web, worker)


def _start(command: str) -> "subprocess.Popen[bytes]":
    # Their own session: Ctrl-C reaches us alone, and we stop them in order. If we are killed, so are they.
    dies_with_us = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    return subprocess.Popen(
        [*dies_with_us, sys.executable, "-m", "rathaus", command], stdin=subprocess.DEVNULL, start_new_session=True
    )


def _end(*processes: "subprocess.Popen[bytes]") -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
        with suppress(ProcessLookupError):  # its own children too, which a killed web server would leave behind
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(port: int, web: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline and web.poll() is None and not _stop_asked.is_set():
        with suppress(OSError, HTTPException):
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/-/ready")
            if connection.getresponse().status == 200:  # noqa: PLR2004 -- OK
                return
        time.sleep(0.05)
    if _stop_asked.is_set():
        raise Stop
    raise CannotStart("The web server did not become ready; see above.")


@contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"· {what} …", end="", flush=True)  # noqa: T201 -- progress for the person at the terminal
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)  # noqa: T201
        raise
    print(f" {time.monotonic() - begun:.1f} s", flush=True)  # noqa: T201


_stop_asked = Event()  # the exception alone could get lost in a destructor, where Python ignores it


def _stop(_signal: int, _frame: FrameType | None) -> None:
    _stop_asked.set()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # a second Ctrl-C must not leave the database running
    raise Stop
