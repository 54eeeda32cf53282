"""The information channel: from publishing until everybody has it, what the portal feels of it, and counting."""

import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.cluster import environment
from tests.live import Installation, free_port

from bench.client import Client
from bench.installation import bench_installations, load
from bench.pages import APPLY, SERVICE
from bench.sinking import Reader, Sink

PEOPLE = int(os.environ.get("BENCH_RECIPIENTS", "10000"))  # by e-mail, and as many by push
FEW = PEOPLE // 10
MANY = int(os.environ.get("BENCH_SUBSCRIPTIONS", "100000"))
FIRST, NEARLY_ALL, READING, COUNTING, DRAIN = 1.0, 60.0, 2.0, 50.0, 600.0
MEMORY = 1.25  # times that of a tenth
_QUIET_SECONDS, _PATIENCE = 15, 300
_DATA, _HOST = "bench.channel_data", "tangerhuette.localhost"


@dataclass
class Handed:
    """Seconds from pressing until each was handed over, sorted."""

    mails: list[float]
    pushes: list[float]
    more: int
    memory: float

    @property
    def all(self) -> list[float]:
        return sorted(self.mails + self.pushes)


def main() -> bool:
    """Prints the figures as they come; False if one is over its limit."""
    over: list[str] = []

    def judge(name: str, value: float, limit: float, unit: str) -> None:
        is_over = value > limit
        print(f"{name:58} {value:9.2f} {unit:3} limit {limit:g}{' !' if is_over else ''}", flush=True)
        if is_over:
            over.append(name)

    with bench_installations() as install, ExitStack() as stack:
        ports = free_port(), free_port()
        here = install(SMTP_PORT=str(ports[0]), RATHAUS_PUSH_INSIDE="1")
        mail, push = (
            stack.enter_context(Sink(kind, port, environment(here.database)))
            for kind, port in zip(("mail", "push"), ports, strict=True)
        )
        endpoint = f"http://127.0.0.1:{push.port}"
        load(here, _DATA, "subscribe", "freibad", str(FEW), str(FEW), endpoint)
        load(here, _DATA, "subscribe", "gefahren", str(PEOPLE), str(PEOPLE), endpoint)
        load(here, _DATA, "many", "abfall", str(MANY))
        reader = _reader(here)
        _analyze(here)
        for name, milliseconds in load(here, _DATA, "count", "abfall").items():
            judge(f"counting among {MANY:,} subscriptions, {name}", milliseconds, COUNTING, "ms")
        here.start("worker")
        with reader:
            time.sleep(_QUIET_SECONDS)
        before = reader.p95()
        _print_load()

        few = _hand_over(here, mail, push, "freibad", FEW)
        _print_handed(few)
        with reader:
            many = _hand_over(here, mail, push, "gefahren", PEOPLE)
        _print_handed(many)
        judge("first handed over after", many.all[0], FIRST, "s")
        judge(f"99 % of {2 * PEOPLE:,} after", many.all[int(len(many.all) * 0.99) - 1], NEARLY_ALL, "s")
        judge(f"worker's memory against {2 * FEW:,} recipients", many.memory / few.memory, MEMORY, "×")
        judge("handed over more than once", many.more, 2 * PEOPLE / 1000, "")
        for name, seconds in reader.p95().items():
            print(f"  {name}: p95 {before[name] * 1000:.0f} ms before, {seconds * 1000:.0f} ms meanwhile")
            judge(f"portal meanwhile, p95, {name}", seconds / before[name], READING, "×")
        judge(f"backlog of {PEOPLE:,} e-mails drained after", _drain(here, mail, push), DRAIN, "s")
        _print_load()
    print("over the limit: " + (", ".join(over) or "nothing"))
    return not over


def _analyze(here: Installation) -> None:
    import psycopg
    from tests.cluster import CLUSTER

    with psycopg.connect(CLUSTER.url("postgres", here.database), autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _reader(here: Installation) -> Reader:
    anybody, writer = (Client(here.port, _HOST) for _ in range(2))
    writer.cookies[f"antrag-{SERVICE}"] = load(here, _DATA, "draft")
    pages = {"home": lambda: anybody.get("/"), "form page": lambda: writer.get(f"{APPLY}hund/")}
    for page in pages.values():
        for _ in range(20):
            page()
    return Reader(pages)


def _hand_over(here: Installation, mail: Sink, push: Sink, topic: str, count: int) -> Handed:
    mail.ask("clear")
    push.ask("clear")
    began = load(here, _DATA, "tell", topic, "warning")
    _wait(lambda: mail.ask("count") >= count and push.ask("count") >= count)
    time.sleep(1)  # for a copy that might be on its way
    mails, pushes = mail.ask("tell"), push.ask("tell")
    for body in mails["samples"]:
        assert "Subject: " in body
    for told in pushes["samples"]:
        assert told["title"] == "Ernste Warnung: Sturm"
    return Handed(
        sorted(at - began for at in mails["at"]),
        sorted(at - began for at in pushes["at"]),
        mails["more"] + pushes["more"],
        _peak_memory(here),
    )


def _drain(here: Installation, mail: Sink, push: Sink) -> float:
    """The mail server is down while a status goes out; seconds from its being back until all have it."""
    mail.stop()
    push.ask("clear")
    load(here, _DATA, "tell", "gefahren", "status")
    _wait(lambda: push.ask("count") >= PEOPLE)
    mail.start()
    began = time.monotonic()
    _wait(lambda: mail.ask("count") >= PEOPLE)
    got = sorted(at - began for at in mail.ask("tell")["at"])
    print(f"  first after {got[0]:.1f} s, then {len(got) / (got[-1] - got[0]):.0f}/s", flush=True)
    return got[-1]


def _wait(is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not is_done():
        if time.monotonic() > deadline:
            raise RuntimeError("waited in vain")
        time.sleep(0.25)


def _peak_memory(here: Installation) -> float:
    """Megabytes of the worker."""
    told = Path(f"/proc/{here.processes['worker'].pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    assert found
    return int(found[1]) / 1024


def _print_handed(handed: Handed) -> None:
    for name, seconds in (("e-mails", handed.mails), ("push", handed.pushes)):
        parts = " ".join(f"{share} % {seconds[len(seconds) * share // 100 - 1]:.1f} s" for share in (10, 50, 90, 99))
        rate = len(seconds) / (seconds[-1] - seconds[0])
        print(f"  {len(seconds):,} {name}: first {seconds[0]:.2f} s, {parts}, all {seconds[-1]:.1f} s, {rate:.0f}/s")
    print(f"  worker's peak memory {handed.memory:.0f} MB, {handed.more} copies", flush=True)


def _print_load() -> None:
    print(f"  load of the machine: {' '.join(f'{value:.1f}' for value in os.getloadavg())}", flush=True)


if __name__ == "__main__":
    sys.exit(not main())
