"""500 people who want the same time at the same moment: against check-then-insert, which confirms too many.

Each has a connection of their own, and all send at once, as browsers do when a time is announced.
"""

import os
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Barrier

import psycopg
from tests.appointments.crowd import TIMES, Crowd, choice, start_of_round
from tests.appointments.hall import PLACES
from tests.cluster import CLUSTER
from tests.live import Installation

from bench.client import Answer, Client

CONTENDERS, ROUNDS = int(os.environ.get("BENCH_CONTENDERS", "500")), 3
SLOWEST = 3  # times the median
HOST = "tangerhuette.localhost"
_FOUND, _ERROR = 302, 500


@dataclass
class Drained:
    """`seconds` until everybody had an answer; `slowest` in medians."""

    confirmed: int
    seconds: float
    median: float
    slowest: float
    errors: int


def measure_crowd(ours: Installation, bare: Installation) -> list[str]:
    """`bare` loses its constraint. The sides take turns."""
    with psycopg.connect(CLUSTER.url("postgres", bare.database), autocommit=True) as connection:
        connection.execute("alter table occupancy_occupied drop constraint occupied_once")
    crowds = [Crowd(ours), Crowd(bare)]
    for crowd in crowds:
        crowd.prepare()
    found: list[list[Drained]] = [[], []]
    for number in range(ROUNDS + 1):
        for side, crowd in enumerate(crowds):
            drained = _drain(crowd, number, naive=bool(side))
            if number:  # the first warms up
                found[side].append(drained)
                print(_said("check-then-insert" if side else "ours", drained))
    return _judge(*found)


def _judge(ours: list[Drained], naive: list[Drained]) -> list[str]:
    ratio = statistics.median(one.seconds for one in ours) / statistics.median(one.seconds for one in naive)
    slowest = max(one.slowest for one in ours)
    print(f"drained in {ratio:.2f}× of check-then-insert's time (limit 1×)")
    print(f"slowest answer {slowest:.1f}× the median (limit {SLOWEST}×)")
    wrong = [
        ("a crowd's places", any(one.confirmed != PLACES or one.errors for one in ours)),
        ("a crowd's time", ratio > 1),
        ("a crowd's slowest", slowest > SLOWEST),
    ]
    return [name for name, is_wrong in wrong if is_wrong]


@dataclass
class Contender:
    """One browser; `answers` are what it got, in order."""

    crowd: Crowd
    client: Client
    answers: list[Answer] = field(default_factory=list)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        answer = self.client.keep(self.client.post(path, {"csrfmiddlewaretoken": self.crowd.token, **fields}))
        self.answers.append(answer)
        return answer

    def book(self, who: str, start: datetime) -> bool:
        if self.post(TIMES, {"wann": choice(start)}).status != _FOUND:
            return False
        answer = self.post("/termine/reservierung/", {"name": who, "email": f"{who}@example.org"})
        return re.fullmatch(r"/termine/buchung/[^/]+/", answer.headers.get("location", "")) is not None

    def book_naively(self, who: str, start: datetime) -> bool:
        return (
            self.post("/-/naive", {"wann": choice(start), "name": who, "email": f"{who}@example.org"}).status
            == _FOUND
        )


def _drain(crowd: Crowd, number: int, *, naive: bool) -> Drained:
    start, barrier = start_of_round(number), Barrier(CONTENDERS + 1)
    contenders = [Contender(crowd, Client(crowd.installation.port, HOST)) for _ in range(CONTENDERS)]

    def contend(n: int) -> bool:
        one, who = contenders[n], f"b{number}p{n}"
        one.client.cookies = dict(crowd.cookies)
        barrier.wait()
        return one.book_naively(who, start) if naive else one.book(who, start)

    with ThreadPoolExecutor(CONTENDERS) as threads:
        running = [threads.submit(contend, n) for n in range(CONTENDERS)]
        barrier.wait()
        began = time.perf_counter()
        confirmed = sum(one.result() for one in running)
        drained = time.perf_counter() - began
    answers = [answer for one in contenders for answer in one.answers]
    for one in contenders:
        one.client.close()
    seconds = [answer.seconds for answer in answers]
    median, errors = statistics.median(seconds), sum(answer.status >= _ERROR for answer in answers)
    return Drained(confirmed, drained, median, max(seconds) / median, errors)


def _said(name: str, one: Drained) -> str:
    return (
        f"{name:18} {CONTENDERS} contenders for {PLACES} places: {one.confirmed} confirmed, {one.errors} server "
        f"errors, drained in {one.seconds:.1f} s, median {one.median * 1000:.0f} ms, slowest {one.slowest:.1f}× of it"
    )
