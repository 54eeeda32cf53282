"""Reading what is taken."""

from collections.abc import Collection
from datetime import datetime
from struct import Struct
from uuid import UUID

from django.db import connection

from .models import Occupied
from .writing import OVERLAPS, overlap

# Eight bytes a row: 40 bits the second in which it begins, 24 bits how many seconds it takes (30 days fit).
_BUSY = f"""
    select resource, string_agg(int8send(
             floor(date_part('epoch', starts_at))::bigint << 24
             | (ceil(date_part('epoch', ends_at)) - floor(date_part('epoch', starts_at)))::bigint), ''::bytea)
    from occupancy_occupied
    where {OVERLAPS} and (state <> 'held' or expires_at > %(now)s::timestamptz) and owner <> %(but)s::uuid
    group by resource
"""  # noqa: S608 -- our own words
_ROW, _BITS, _LENGTH = Struct("!q"), 24, (1 << 24) - 1
_NOBODY = UUID(int=0)

Packed = bytes  # when something is taken: what was read before in these bytes need not be unpacked again


def resources_of(owner: UUID) -> list[UUID]:
    """What somebody has, whenever."""
    return list(Occupied.objects.filter(owner=owner).values_list("resource", flat=True).distinct())


def busy(
    resources: Collection[UUID], start: datetime, end: datetime, *, but: UUID | None = None
) -> dict[UUID, Packed]:
    """When these resources are taken between two instants, in one query. Times that reach over an end come whole.

    Expired holds, and what the owner `but` has, don't count.
    """
    if not resources:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, {**overlap(resources, start, end), "but": but or _NOBODY})
        return {resource: bytes(packed) for resource, packed in cursor.fetchall()}


def unpack(packed: Packed) -> list[tuple[int, int]]:
    """From and until, in seconds since 1970."""
    return [(row >> _BITS, (row >> _BITS) + (row & _LENGTH)) for (row,) in _ROW.iter_unpack(packed)]
