"""500 people who want the same time at the same moment: against check-then-insert, which confirms too many."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import psycopg
from tests.appointments.crowd import Crowd, choice, start_of_round
from tests.appointments.hall import PLACES
from tests.cluster import CLUSTER
from tests.live import Installation

CONTENDERS, ROUNDS = int(os.environ.get("BENCH_CONTENDERS", "500")), 3
SLOWEST = 3  # times the median


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


def _drain(crowd: Crowd, number: int, *, naive: bool) -> Drained:
    seconds: list[float] = []
    crowd.statuses.clear()
    start = start_of_round(number)
    acts: list[Callable[[], bool]] = []
    for n in range(CONTENDERS):
        who = f"b{number}p{n}"
        way = _naively if naive else _book
        acts.append(partial(way, crowd, who, start, seconds))
    began = time.perf_counter()
    confirmed = sum(crowd.together(acts))
    drained, median = time.perf_counter() - began, statistics.median(seconds)
    errors = sum(count for status, count in crowd.statuses.items() if status >= 500)
    return Drained(confirmed, drained, median, max(seconds) / median, errors)


def _book(crowd: Crowd, who: str, start: datetime, seconds: list[float]) -> bool:
    return crowd.book(who, start, seconds) is not None


def _naively(crowd: Crowd, who: str, start: datetime, seconds: list[float]) -> bool:
    data = {"wann": choice(start), "name": who, "email": f"{who}@example.org"}
    return crowd.post("/-/naive", data, {}, seconds).status_code == 302


def _said(name: str, one: Drained) -> str:
    return (
        f"{name:18} {CONTENDERS} contenders for {PLACES} places: {one.confirmed} confirmed, {one.errors} server "
        f"errors, drained in {one.seconds:.1f} s, median {one.median * 1000:.0f} ms, slowest {one.slowest:.1f}× of it"
    )
