"""Who is reached by a topic at some places: counting and listing, both in one index."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from rathaus.tenancy.service import current_municipality

_REACHED = (
    "from channel_subscription where municipality_id = %(town)s and topic_id = %(topic)s and is_on"
    " and (%(everywhere)s or place = any(%(places)s))"
)


def count_recipients(topic: UUID, places: Sequence[str]) -> dict[str, int]:
    """How many per way. No places means everywhere: then those of each single place are reached too."""
    statement = f"select way, count(*) from (select distinct way, subscriber_id {_REACHED}) reached group by way"  # noqa: S608 -- our own text, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(topic, places))
        counted = dict(cursor.fetchall())
    return {way: counted.get(way, 0) for way in ("email", "push")}


def next_recipients(topic: UUID, places: Sequence[str], *, after: UUID | None, limit: int) -> list[UUID]:
    """The next subscribers after one, in the order of their ids."""
    statement = (
        f"select distinct subscriber_id {_REACHED}"
        " and (%(after)s::uuid is null or subscriber_id > %(after)s::uuid) order by subscriber_id limit %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**_values(topic, places), "after": after, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def _values(topic: UUID, places: Sequence[str]) -> dict[str, Any]:
    return {
        "town": current_municipality().pk,
        "topic": topic,
        "everywhere": not places,
        "places": ["", *places],
    }
