"""`rathaus demo` as a person starts it: it serves, stops cleanly, and says in one sentence why it can't."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.cluster import ROOT, environment
from tests.live import free_port

SETTINGS = ("DATABASE_URL", "DATABASE_OWNER_URL", "SMTP_PORT", "SMTP_HOST")


def settings(state: Path, port: int, **more: str) -> dict[str, str]:
    inherited = {k: v for k, v in environment("unused").items() if k not in SETTINGS}
    return {**inherited, "RATHAUS_STATE": str(state), "PORT": str(port), **more}


def run(state: Path, port: int, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "rathaus", "demo"]
    return subprocess.run(
        command, env=settings(state, port, **more), capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )


@contextmanager
def running(state: Path, port: int) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(
        [sys.executable, "-m", "rathaus", "demo"],
        env=settings(state, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_until_serving(process: "subprocess.Popen[str]", port: int) -> None:
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{port}/-/ready").status_code == 200:
                return
        time.sleep(0.1)
    process.kill()
    raise AssertionError(process.communicate()[0])


def processes_of(state: Path) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(state).encode() in (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes():
                found.append((folder / "cmdline").read_text().replace("\0", " "))
    return found


@pytest.mark.slow
def test_demo_serves_stops_cleanly_and_starts_again(tmp_path: Path) -> None:
    state, port = tmp_path / "state", free_port()
    with running(state, port) as process:
        wait_until_serving(process, port)
        front = httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": f"localhost:{port}"})
        assert front.status_code == 200
        for name in ("Tangerhütte", "Arneburg-Goldbeck", "Elbe-Havel-Land", "Thale", "Zörbig", "Gardelegen", "Kalbe"):
            assert name in front.text
        second = run(state, free_port())
        assert second.returncode == 1
        assert second.stderr == f"rathaus: Rathaus already runs on {state}; stop it first.\n"
        time.sleep(1)  # the banner is printed once the server answers
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        for told in (f"http://tangerhuette.localhost:{port}/", "clara@tangerhuette.example", "/-/mails/"):
            assert told in output
    assert processes_of(state) == []
    with running(state, port) as process:
        wait_until_serving(process, port)
        time.sleep(3)  # past the banner, as above
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=60)
    assert (process.returncode, "Tables, municipalities" in output) == (0, False)


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(tmp_path / "state", port)
    assert (done.returncode, done.stderr) == (
        1,
        f"rathaus: Port {port} is taken; set another one: PORT={port + 1} make run\n",
    )


def test_an_unreachable_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path / "state", free_port(), DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    assert done.returncode == 1
    assert done.stderr.startswith("rathaus: The database at DATABASE_URL cannot be reached: ")
    assert done.stderr.count("\n") == 1


def test_a_wrong_database_url_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path / "state", free_port(), DATABASE_URL="not an address")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "DATABASE_URL" in done.stderr


@pytest.mark.parametrize("port", ["eighty", "70000"])
def test_a_wrong_port_is_told_in_one_sentence(tmp_path: Path, port: str) -> None:
    done = run(tmp_path / "state", 0, PORT=port)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert port in done.stderr


def test_serving_as_the_owner_of_tables_is_refused(cluster: object) -> None:
    # A superuser role stands in for the serving role: policies would not bind it.
    env = {**environment("rathaus_test"), "RATHAUS_DB_ROLE": "postgres", "PORT": str(free_port())}
    env["DATABASE_URL"] = env["DATABASE_URL"].replace("rathaus_app", "postgres")
    done = subprocess.run(
        [sys.executable, "-m", "rathaus", "serve"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "refusing to serve: the database role “postgres” is a superuser" in done.stderr
