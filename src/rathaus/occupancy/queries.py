"""Reading what is taken."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from .models import Occupied
from .writing import OVERLAPS, overlap

# Seconds, as the text of two arrays: what was read before in these words need not be read again (see `unpack`).
_BUSY = f"""
    select resource, array_agg(floor(date_part('epoch', starts_at))::bigint)::text,
           array_agg(ceil(date_part('epoch', ends_at))::bigint)::text
    from occupancy_occupied
    where {OVERLAPS} and (state <> 'held' or expires_at > %(now)s::timestamptz) and owner <> %(but)s::uuid
    group by resource
"""  # noqa: S608 -- our own words
_NOBODY = UUID(int=0)

Packed = tuple[str, str]  # when something is taken: all beginnings, and all ends


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
        return {resource: (starts, ends) for resource, starts, ends in cursor.fetchall()}


def unpack(packed: Packed) -> list[tuple[int, int]]:
    """From and until, in seconds since 1970."""
    starts, ends = (map(int, text[1:-1].split(",")) for text in packed)
    return list(zip(starts, ends, strict=True))
