"""Reading what is taken."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from .models import Occupied
from .writing import OVERLAPS, overlap

_BUSY = f"""
    select resource, starts_at, ends_at from occupancy_occupied
    where {OVERLAPS} and (state <> 'held' or expires_at > %(now)s::timestamptz) and owner <> %(but)s::uuid
"""  # noqa: S608 -- our own words
_NOBODY = UUID(int=0)

Times = dict[UUID, list[tuple[datetime, datetime]]]


def resources_of(owner: UUID) -> list[UUID]:
    """What somebody has, whenever."""
    return list(Occupied.objects.filter(owner=owner).values_list("resource", flat=True).distinct())


def busy(resources: Collection[UUID], start: datetime, end: datetime, *, but: UUID | None = None) -> Times:
    """When these resources are taken between two instants, in one query. Times that reach over an end come whole.

    Expired holds, and what the owner `but` has, don't count.
    """
    taken: Times = {}
    if not resources:
        return taken
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, {**overlap(resources, start, end), "but": but or _NOBODY})
        for resource, lower, upper in cursor.fetchall():
            taken.setdefault(resource, []).append((lower, upper))
    return taken
