"""Appointments: free times against a maintained bitmap and a grid query, history, a year of offices, and a crowd.

Computing is measured inside one process on the database (`bench.appointments_inside`), pages through HTTP.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import psycopg
from tests.appointments.crowd import Crowd, start_of_round
from tests.appointments.hall import PLACES
from tests.cluster import CLUSTER
from tests.live import Installation

from bench.client import Client
from bench.installation import bench_installation, load
from bench.report import Side, print_table, run_interleaved

CONTENDERS, ROUNDS = int(os.environ.get("BENCH_CONTENDERS", "500")), 3
PAST = int(os.environ.get("BENCH_PAST", "1000000"))
# Past bookings at the eight counters that are asked, one after the other.
_PAST = """
    with asked as (select distinct municipality_id, resource from occupancy_occupied order by resource limit 8),
         numbered as (select municipality_id, resource, row_number() over () - 1 as counter from asked)
    insert into occupancy_occupied (id, municipality_id, resource, starts_at, ends_at, state, owner, created_at)
    select gen_random_uuid(), c.municipality_id, c.resource, s, s + interval '15 minutes', 'booked',
           gen_random_uuid(), s
    from (select n, now() - interval '1 day' - (n / 8 + 1) * interval '15 minutes' as s
          from generate_series(0, %s::int - 1) n) x join numbered c on c.counter = x.n %% 8
"""


def main() -> bool:
    """Prints the tables; False if one is over its limit."""
    os.environ["RATHAUS_HOLDS_PER_HOUR"] = "100000000"
    with bench_installation() as installation:
        over = _inside(installation)
        client = Client(installation.port, "tangerhuette.localhost")
        sides = [
            Side("bare view, one query", lambda: client.get("/-/bare")),
            Side("free times, 60 days × 8", lambda: client.get("/termine/amt/")),
        ]
        run_interleaved(sides, rounds=60, warm_up=10)
        over += print_table(sides)
        per_second = 1 / statistics.median(sides[1].seconds)
        print(f"free times: {per_second:.0f} requests/s from one client (limit 40 per core)")
        crowd = Crowd(installation)
        crowd.prepare()
        over += [name for name in (_crowd(crowd, number) for number in range(ROUNDS)) if name]
    return not over


def _inside(installation: Installation) -> list[str]:
    """Computing, without a past and with one."""
    load(installation, "bench.appointments_inside", "fill")
    with psycopg.connect(CLUSTER.url("postgres", installation.database), autocommit=True) as connection:
        connection.execute("analyze occupancy_occupied")
        young = load(installation, "bench.appointments_inside", "measure")
        over = _print_inside(young)
        connection.execute(_PAST, [PAST])
        connection.execute("analyze occupancy_occupied")
    old = load(installation, "bench.appointments_inside", "measure")
    name = next(iter(young))
    ratio = old[name]["ms"] / young[name]["ms"]
    aged = {f"the same with {PAST:,} past bookings": {"ms": old[name]["ms"], "ratio": ratio, "limit": 1.1}}
    return over + _print_inside(aged)


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


def _crowd(crowd: Crowd, number: int) -> str:
    """One round for twenty places over HTTP; the name of what is over its limit."""
    seconds: list[float] = []

    def timed(act: Callable[[], object]) -> object:
        began = time.perf_counter()
        result = act()
        seconds.append(time.perf_counter() - began)
        return result

    people = [
        partial(timed, partial(crowd.book, f"b{number}p{n}", start_of_round(number))) for n in range(CONTENDERS)
    ]
    began = time.perf_counter()
    confirmed = len([found for found in crowd.together(people) if found])
    drained, median = time.perf_counter() - began, statistics.median(seconds)
    errors = sum(count for status, count in crowd.statuses.items() if status >= 500)
    print(
        f"{CONTENDERS} contenders for {PLACES} places: {confirmed} confirmed, {errors} server errors, drained in "
        f"{drained:.1f} s, median {median * 1000:.0f} ms, slowest {max(seconds) / median:.1f}× of it"
    )
    return "" if confirmed == PLACES and not errors else "crowd"


if __name__ == "__main__":
    sys.exit(not main())
