"""A guarded child that hangs, dies or eats memory costs only its own answer."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rathaus.core.guarded import Complaint, Died, Overrun, Pool

CHILD = """
import os, sys, time
from rathaus.core.guarded_child import CannotDo, serve
def answer(request):
    do = request["do"]
    if do == "echo": return request["text"].encode()
    if do == "pid": return str(os.getpid()).encode()
    if do == "hang": time.sleep(60)
    if do == "spin":
        while True: pass
    if do == "die": os._exit(1)
    if do == "grow": return b"x" * (4 << 30)
    if do == "complain": raise CannotDo("so nicht")
    if do == "chatter":
        print("noise"); sys.stderr.write("secret"); os.write(1, b"noise")
        return b"quiet"
    if do == "crash": raise RuntimeError("secret")
serve(answer)
"""


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    (tmp_path / "guarded_example.py").write_text(textwrap.dedent(CHILD))
    source = str(Path(__file__).parents[2] / "src")
    path = os.pathsep.join([source, str(tmp_path)])
    made = Pool("guarded_example", seconds=3, memory=1 << 30, size=1, environment={"PYTHONPATH": path})
    yield made
    made.close()


def ask(pool: Pool, do: str, **more: str) -> str:
    return pool.ask({"do": do, **more}).decode()


def test_answers_and_stays_warm(pool: Pool) -> None:
    assert ask(pool, "echo", text="Grüße " * 100_000) == "Grüße " * 100_000
    assert ask(pool, "pid") == ask(pool, "pid")


@pytest.mark.parametrize(("trouble", "error"), [("die", Died), ("grow", Died), ("crash", Died)])
def test_a_child_that_ends_is_replaced(pool: Pool, trouble: str, error: type[Exception]) -> None:
    before = ask(pool, "pid")
    with pytest.raises(error) as caught:
        ask(pool, trouble)
    assert "secret" not in str(caught.value)
    assert ask(pool, "pid") != before


@pytest.mark.parametrize("trouble", ["hang", "spin"])
def test_a_child_that_hangs_is_killed_in_time(pool: Pool, trouble: str) -> None:
    before = int(ask(pool, "pid"))
    start = time.monotonic()
    with pytest.raises(Overrun):
        ask(pool, trouble)
    assert time.monotonic() - start < 6
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert ask(pool, "echo", text="weiter") == "weiter"


def test_a_complaint_keeps_the_child(pool: Pool) -> None:
    before = ask(pool, "pid")
    with pytest.raises(Complaint, match="so nicht"):
        ask(pool, "complain")
    assert ask(pool, "pid") == before


def test_what_a_library_prints_is_no_answer(pool: Pool, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask(pool, "chatter") == "quiet"
    assert capfd.readouterr() == ("", "")


def test_a_child_that_was_killed_between_two_questions_is_replaced(pool: Pool) -> None:
    os.kill(int(ask(pool, "pid")), 9)
    time.sleep(0.1)
    assert ask(pool, "echo", text="da") == "da"


def test_who_waits_too_long_for_a_free_child_is_told(pool: Pool) -> None:
    def hang() -> None:
        with pytest.raises(Overrun):
            ask(pool, "hang")

    first = threading.Thread(target=hang)
    first.start()
    time.sleep(0.3)
    with pytest.raises(Overrun):
        ask(pool, "hang")
    first.join()
    assert ask(pool, "echo", text="frei") == "frei"


def test_a_fork_gets_children_of_its_own(pool: Pool) -> None:
    ours = ask(pool, "pid")
    read_end, write_end = os.pipe()
    forked = os.fork()
    if forked == 0:
        os.write(write_end, ask(pool, "pid").encode())
        pool.close()
        os._exit(0)
    os.waitpid(forked, 0)
    theirs = os.read(read_end, 20).decode()
    assert theirs not in ("", ours)
    assert ask(pool, "pid") == ours


def test_the_children_end_with_their_pool(pool: Pool) -> None:
    child = int(ask(pool, "pid"))
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


PARENT = """
import sys, threading, time
from rathaus.core.guarded import Pool
pool = Pool("guarded_example", seconds=3, memory=1 << 30, size=1, environment={"PYTHONPATH": sys.argv[1]})
print(pool.ask({"do": "pid"}).decode(), flush=True)
if sys.argv[2] == "busy":
    threading.Thread(target=pool.ask, args=({"do": "spin"},)).start()
    time.sleep(0.2)
    print("busy", flush=True)
time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.parametrize("state", ["idle", "busy"])
def test_no_child_outlives_a_parent_that_was_killed(tmp_path: Path, state: str) -> None:
    (tmp_path / "guarded_example.py").write_text(textwrap.dedent(CHILD))
    path = os.pathsep.join([str(Path(__file__).parents[2] / "src"), str(tmp_path)])
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, path, state], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    if state == "busy":
        assert parent.stdout.readline() == b"busy\n"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and is_running(child):
        time.sleep(0.1)
    assert not is_running(child)


def is_running(process: int) -> bool:
    """Whether it runs; one that ended and that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
