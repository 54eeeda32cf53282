"""Appointments: free times against a maintained bitmap and a grid query, history, tenants, booking, and a crowd.

Computing is measured inside one process on the database (`bench.appointments_inside`), pages through HTTP.
"""

import os
import statistics
import sys
from collections.abc import Callable
from typing import Any

import psycopg
from tests.cluster import CLUSTER
from tests.live import Installation

from bench.appointments_crowd import measure_crowd
from bench.appointments_more import grow_old, multiply
from bench.booking import Booking
from bench.client import Client
from bench.installation import bench_installations, load
from bench.report import Side, print_table, run_interleaved

PAST = int(os.environ.get("BENCH_PAST", "1000000"))
MUNICIPALITIES = int(os.environ.get("BENCH_MUNICIPALITIES", "500"))
HOST, TIMES = "tangerhuette.localhost", "/termine/amt/"
OLDER, MORE = 1.1, 1.2


def main() -> bool:
    """Prints the tables; False if one is over its limit."""
    os.environ["RATHAUS_HOLDS_PER_HOUR"] = "100000000"
    os.environ["RATHAUS_HOLDS_UNDER_ATTACK"] = "0"
    os.environ["RATHAUS_API_PER_MINUTE"] = "100000000"
    with bench_installations() as install:
        young, old, large = (install() for _ in range(3))
        for one in (young, old, large):
            load(one, "bench.appointments_inside", "fill")
        _with(old, lambda connection: grow_old(connection, PAST))
        _with(large, lambda connection: multiply(connection, MUNICIPALITIES))
        _with(young, lambda connection: connection.execute("analyze"))
        over = _pages(young, old, large)
        over += _print_inside(load(young, "bench.appointments_inside", "measure"))
        for one in (old, large):
            one.stop()
        over += _booking(young)
        over += measure_crowd(young, install())
    print("over the limit: " + (", ".join(over) or "nothing"))
    return not over


def _with(installation: Installation, act: Callable[[psycopg.Connection[Any]], object]) -> None:
    with psycopg.connect(CLUSTER.url("postgres", installation.database), autocommit=True) as connection:
        act(connection)


def _pages(young: Installation, old: Installation, large: Installation) -> list[str]:
    ask = [Client(one.port, HOST) for one in (young, old, large)]
    sides = [
        Side("bare view, one query", lambda: ask[0].get("/-/bare")),
        Side("free times, 60 days × 8", lambda: ask[0].get(TIMES)),
        Side(f"  {PAST:,} past bookings", lambda: ask[1].get(TIMES)),
        Side(f"  {MUNICIPALITIES} municipalities", lambda: ask[2].get(TIMES)),
    ]
    run_interleaved(sides, rounds=100, warm_up=20)
    print_table(sides)
    plain, past, many = (statistics.median(side.seconds) for side in sides[1:])
    print(f"free times: {1 / plain:.0f} requests/s from one client (limit 40 per core)")
    print(f"past: {past / plain:.2f}× (limit {OLDER}×), municipalities: {many / plain:.2f}× (limit {MORE}×)")
    wrong = [("free times", plain > 1 / 40), ("past", past / plain > OLDER), ("tenants", many / plain > MORE)]
    return [name for name, is_over in wrong if is_over]


def _print_inside(figures: dict[str, dict[str, float]]) -> list[str]:
    over = []
    for name, figure in figures.items():
        limit = figure.get("limit")
        mark = " !" if limit and figure["ratio"] > limit else ""
        print(
            f"{name:58} {figure['ms']:9.2f} ms  {figure['ratio']:7.2f}×  {f'limit {limit}×' if limit else ''}{mark}"
        )
        if mark:
            over.append(name)
    return over


def _booking(installation: Installation) -> list[str]:
    """Hold and confirmation together, against a request that only selects, for each request that it takes."""
    bare = Client(installation.port, HOST)
    booking = Booking(installation)
    sides = [
        Side("bare view, one query", lambda: bare.get("/-/bare")),
        Side("booking by the pages, two requests", booking.by_pages, 8, 302),
        Side("booking by the API, two requests", booking.by_api, 8, 201),
        Side("booking by the API, one request", booking.at_once, 4, 201),
    ]
    run_interleaved(sides, rounds=80, warm_up=15)
    over = print_table(sides)
    rates = [1 / statistics.median(side.seconds) for side in sides]
    said = ", ".join(
        f"{rate:.0f} {side.name.removeprefix('booking ')}" for rate, side in zip(rates[1:], sides[1:], strict=True)
    )
    print(f"bookings/s from one client: {said}; bare {rates[0]:.0f}/s (limit 0.25× a request)")
    return over


if __name__ == "__main__":
    sys.exit(not main())
