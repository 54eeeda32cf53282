"""Fills a bench database with counters and bookings, and measures computing on it; prints JSON.

Run as `python -m bench.appointments_inside fill` and `… measure` in the environment of the installation.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection  # noqa: E402

from rathaus.appointments.availability import Plan, free_times, read_plan  # noqa: E402
from rathaus.appointments.free import Free, Place, find_free, free_places  # noqa: E402
from rathaus.appointments.models import Counter  # noqa: E402
from rathaus.appointments.raster import whole_days  # noqa: E402
from rathaus.appointments.remembering import forget_masks  # noqa: E402
from rathaus.appointments.remembering import taken as taken_mask  # noqa: E402
from rathaus.appointments.service import first_free, take_over_definitions  # noqa: E402
from rathaus.appointments.wishes import Wish, find_wish  # noqa: E402
from rathaus.core import clock  # noqa: E402
from rathaus.core.clock import BERLIN  # noqa: E402
from rathaus.core.ids import uuid7  # noqa: E402
from rathaus.formengine.service import AppointmentsDefinition  # noqa: E402
from rathaus.occupancy.models import Occupied  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402

_REPEAT = 3
_DAYS = ["mo", "di", "mi", "do", "fr"]
# The yardstick: every start of every counter as a row, asked one by one whether it is open and free.
_GRID = """
    select c.id, s from unnest(%s::uuid[]) c(id)
    cross join generate_series(%s::timestamptz, %s::timestamptz, interval '15 minutes') s
    where extract(isodow from s at time zone 'Europe/Berlin') < 6
      and (s at time zone 'Europe/Berlin')::time >= '08:00'
      and ((s + interval '15 minutes') at time zone 'Europe/Berlin')::time <= '18:00'
      and not exists (select 1 from occupancy_occupied o where o.resource = c.id
                      and o.starts_at < s + interval '15 minutes' and o.ends_at > s)
"""


def main(step: str) -> dict[str, dict[str, float]]:
    """`fill` first, then `measure` as often as wanted."""
    town = Municipality.objects.get(key="tangerhuette")
    if step == "fill":
        with scope(town):
            take_over_definitions(AppointmentsDefinition.model_validate(offices(1, 8, "amt")))
            book_some(find_wish(["amt"]).counters)
        return {}
    with scope(town):
        take_over_definitions(AppointmentsDefinition.model_validate(offices(1, 8, "amt")))
        wish = find_wish(["amt"])
        figures = against_yardsticks(wish)
    with scope(town):
        definition = offices(50, 10, "ueberall")
        take_over_definitions(AppointmentsDefinition.model_validate(definition))
        everywhere = find_wish(["ueberall"])
        if not Occupied.objects.filter(resource=everywhere.counters[0].pk).exists():
            fill_year(everywhere)
        seconds = median(lambda: first_free(everywhere))
        figures["next free anywhere, a year × 50 offices × 10 counters"] = figure(seconds, 50 / 1000, 1)
    with scope(town):
        take_over_definitions(AppointmentsDefinition.model_validate(offices(1, 8, "amt")))
    return figures


def offices(number: int, counters: int, key: str) -> dict[str, Any]:
    return {
        "offices": [
            {
                "key": f"{key}-{n}", "name": f"Amt {n}", "name_en": f"Office {n}", "street": "Am Markt 1",
                "postcode": "39517", "city": "Tangerhütte",
                "counters": [
                    {"key": f"c{c}", "name": f"Schalter {c}", "unit": "buergerservice", "serves": [key]}
                    for c in range(counters)
                ],
                "opening": [{"days": _DAYS, "from": "08:00", "to": "18:00"}],
            }
            for n in range(number)
        ],
        "offerings": [
            {
                "key": key, "name": "Anliegen", "name_en": "Errand", "minutes": 15, "step": 5,
                "window": 366 if number > 1 else 60, "bring": ["Ausweis"],
            }
        ],
    }  # fmt: skip


def book_some(counters: tuple[Counter, ...]) -> None:
    """30 % of the open quarters of an hour in the next 61 days."""
    dice, start = random.Random(5), clock.now().replace(minute=0, second=0, microsecond=0)
    opened = {bit for bit in range(61 * 24 * 4) if is_open(start + timedelta(minutes=15 * bit))}
    rows = []
    for counter in counters:
        for quarter in sorted(opened):
            if dice.random() < 0.3:
                at = start + timedelta(minutes=15 * quarter)
                rows.append(taken(counter.pk, at, at + timedelta(minutes=15)))
    Occupied.objects.bulk_create(rows, batch_size=2000)


def is_open(at: datetime) -> bool:
    local = at.astimezone(BERLIN)
    return local.weekday() < 5 and 8 <= local.hour < 18


def fill_year(wish: Wish) -> None:
    """Everything is taken for 300 days."""
    start = clock.now() - timedelta(hours=1)
    rows = [
        taken(counter.pk, start + timedelta(days=25 * n), start + timedelta(days=25 * (n + 1)))
        for counter in wish.counters
        for n in range(12)
    ]
    Occupied.objects.bulk_create(rows, batch_size=2000)


def taken(resource: UUID, start: Any, end: Any) -> Occupied:
    return Occupied(resource=resource, starts_at=start, ends_at=end, state="booked", owner=uuid7())


def against_yardsticks(wish: Wish) -> dict[str, dict[str, float]]:
    """The maintained bitmap is a row of bytes for each counter, kept by every booking: read, then searched alike.

    `cold`: nothing is remembered, as in the first second of a process.
    """
    now = clock.now()
    earliest, latest = wish.bounds(now)
    raster = whole_days(earliest, latest + timedelta(hours=12))
    plan = read_plan(wish.counters, (), raster)
    size = raster.length // 8 + 1
    there = free_places(plan.there(wish.counters, now), {id_: taken_mask(t, raster) for id_, t in plan.taken.items()})
    maintained = [(place.id, place.office, place.free.to_bytes(size, "little")) for place in there]

    def bitmap() -> Free:
        kept = [Place(id_, office, int.from_bytes(row, "little")) for id_, office, row in maintained]
        return find_free(kept, {}, raster, wish.length, step=5, earliest=earliest, latest=latest)

    def compute() -> Free:
        fresh = Plan(raster, plan.counters, (), plan.closures, plan.taken)
        return fresh.free(wish, earliest, latest, now)

    def cold() -> Free:
        forget_masks()
        return compute()

    def grid() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(_GRID, [[counter.pk for counter in wish.counters], earliest, latest])
            return cursor.fetchall()

    assert bitmap().counters == compute().counters
    unready, asked, kept = interleaved([cold, compute, bitmap], 30)
    ours, slow = interleaved([lambda: free_times(wish), grid], _REPEAT)
    return {
        "free times of 60 days × 8 counters, with its queries": figure(ours, slow),
        "  grid query": figure(slow, slow),
        "  maintained bitmap": figure(kept, kept),
        "  computing (against the maintained bitmap)": figure(asked, kept, 2),
        "  computing with nothing remembered": figure(unready, kept),
    }


def interleaved(sides: list[Callable[[], Any]], repeat: int) -> list[float]:
    seconds: list[list[float]] = [[] for _ in sides]
    for turn in range(repeat + 1):
        for side, times in zip(sides, seconds, strict=True):
            began = time.perf_counter()
            side()
            if turn:
                times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in seconds]


def median(act: Callable[[], Any]) -> float:
    return interleaved([act], 15)[0]


def figure(seconds: float, base: float, limit: float | None = None) -> dict[str, float]:
    found = {"ms": seconds * 1000, "ratio": seconds / base}
    return found if limit is None else {**found, "limit": limit}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
