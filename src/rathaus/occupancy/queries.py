"""Reading what is taken."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from .models import Occupied
from .writing import OVERLAPS, overlap

# Seconds in arrays: a thousand bookings come ten times faster than as rows of instants.
_BUSY = f"""
    select resource, array_agg(floor(extract(epoch from starts_at))::bigint),
           array_agg(ceil(extract(epoch from ends_at))::bigint)
    from occupancy_occupied
    where {OVERLAPS} and (state <> 'held' or expires_at > %(now)s::timestamptz) and owner <> %(but)s::uuid
    group by resource
"""  # noqa: S608 -- our own words
_NOBODY = UUID(int=0)

Times = dict[UUID, list[tuple[int, int]]]  # from and until, in seconds since 1970


def resources_of(owner: UUID) -> list[UUID]:
    """What somebody has, whenever."""
    return list(Occupied.objects.filter(owner=owner).values_list("resource", flat=True).distinct())


def busy(resources: Collection[UUID], start: datetime, end: datetime, *, but: UUID | None = None) -> Times:
    """When these resources are taken between two instants, in one query. Times that reach over an end come whole.

    Expired holds, and what the owner `but` has, don't count.
    """
    if not resources:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, {**overlap(resources, start, end), "but": but or _NOBODY})
        return {resource: list(zip(starts, ends, strict=True)) for resource, starts, ends in cursor.fetchall()}
