"""Rows into the table, without deadlocks and without waiting for what is expired.

A plain INSERT against an exclusion constraint deadlocks under contention. INSERT … ON CONFLICT DO NOTHING waits for
who came first and then inserts nothing. All who need several resources take them in the same order, and nobody frees
anything before they have all they need, so no two can wait for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import current_municipality

from .models import Occupied
from .periods import Slot, Taken

# Every value is cast: btree_gist has no operators across types, and without them the index would not be used.
_INSERT = """
    insert into occupancy_occupied
      (id, municipality_id, resource, starts_at, ends_at, state, expires_at, owner, created_at)
    values (%s::uuid, %s::bigint, %s::uuid, %s::timestamptz, %s::timestamptz, %s::varchar, %s::timestamptz,
            %s::uuid, %s::timestamptz)
    on conflict do nothing returning id
"""
# The last bound adds nothing but an end to what the index must read: no row is longer than LONGEST.
OVERLAPS = """
    municipality_id = %(municipality)s::bigint and resource = any(%(resources)s::uuid[])
    and starts_at < %(end)s::timestamptz and ends_at > %(start)s::timestamptz
    and ends_at < %(end)s::timestamptz + interval '31 days'
"""
_DELETE_EXPIRED = f"""
    delete from occupancy_occupied where {OVERLAPS} and state = 'held' and expires_at <= %(now)s::timestamptz
"""  # noqa: S608 -- our own words
_IN_THE_WAY = f"""
    select resource, starts_at, ends_at, owner, state from occupancy_occupied
    where {OVERLAPS} and (state <> 'held' or expires_at > %(now)s::timestamptz) order by starts_at
"""  # noqa: S608 -- our own words
# Locked in the fixed order first. All rows of a hold expire together.
_CONFIRM = """
    with own as (
      select id from occupancy_occupied where municipality_id = %(municipality)s::bigint and owner = %(owner)s::uuid
      order by resource, starts_at for update
    )
    update occupancy_occupied o set state = 'booked', expires_at = null, owner = %(new_owner)s::uuid from own
    where o.municipality_id = %(municipality)s::bigint and o.id = own.id
      and o.state = 'held' and o.expires_at > %(now)s::timestamptz
"""
_FIRST_UNLOCKED = """
    select place from unnest(%s::text[]) with ordinality names(name, place)
    where pg_try_advisory_xact_lock(hashtextextended(name, %s::bigint)) limit 1
"""


def insert_all(
    slots: Iterable[Slot], *, owner: UUID, state: Occupied.State, expires_at: datetime | None = None
) -> list[Taken]:
    """Insert in the fixed order; stops at the first that is taken, and returns what has it. Empty: all are ours.

    What was inserted before stays: the caller rolls back.
    """
    with connection.cursor() as cursor:
        for slot in sorted(slots):
            if not _insert(cursor, slot, owner, state, expires_at):
                return in_the_way(slot)
    return []


def in_the_way(slot: Slot) -> list[Taken]:
    """Every row that overlaps a slot, but for expired holds."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_THE_WAY, overlap([slot.resource], slot.start, slot.end))
        return [
            Taken(Slot(resource, start, end), owner, state)
            for resource, start, end, owner, state in cursor.fetchall()
        ]


def overlap(resources: Collection[UUID], start: datetime, end: datetime) -> dict[str, Any]:
    """The values that OVERLAPS needs, and `now`."""
    return {
        "municipality": current_municipality().pk,
        "resources": list(resources),
        "start": start,
        "end": end,
        "now": clock.now(),
    }


def first_unlocked(slots: Sequence[Slot]) -> int | None:
    """The place of the first slot whose name nobody has locked; it is locked until the commit."""
    names = [f"{slot.resource} {slot.start.timestamp():.0f}" for slot in slots]
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_UNLOCKED, [names, current_municipality().pk])
        found = cursor.fetchone()
    return None if found is None else found[0] - 1


def lock_rows(owner: UUID) -> list[Occupied]:
    """The rows of an owner, locked in the fixed order until the commit."""
    rows: list[Occupied] = list(
        Occupied.objects.select_for_update().filter(owner=owner).order_by("resource", "starts_at")
    )
    return rows


def confirm_rows(owner: UUID, new_owner: UUID) -> int:
    """Make what an owner holds booked by another owner; returns how many rows; none if it holds nothing."""
    here, now = current_municipality().pk, clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRM, {"municipality": here, "owner": owner, "new_owner": new_owner, "now": now})
        return int(cursor.rowcount)


def slots_of(rows: Iterable[Occupied]) -> list[Slot]:
    return [Slot(row.resource, row.starts_at, row.ends_at) for row in rows]


def _insert(cursor: Any, slot: Slot, owner: UUID, state: Occupied.State, expires_at: datetime | None) -> bool:
    """Once more after removing expired holds, which happens only where something is in the way."""
    return _try(cursor, slot, owner, state, expires_at) or (
        _removed_expired(cursor, slot) and _try(cursor, slot, owner, state, expires_at)
    )


def _try(cursor: Any, slot: Slot, owner: UUID, state: Occupied.State, expires_at: datetime | None) -> bool:
    now = clock.now()
    values: Sequence[object] = [
        uuid7(), current_municipality().pk, slot.resource, slot.start, slot.end, state.value, expires_at, owner, now
    ]  # fmt: skip
    cursor.execute(_INSERT, values)
    return cursor.fetchone() is not None


def _removed_expired(cursor: Any, slot: Slot) -> bool:
    cursor.execute(_DELETE_EXPIRED, overlap([slot.resource], slot.start, slot.end))
    return bool(cursor.rowcount > 0)
