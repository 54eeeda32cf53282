"""A brake against hoarding, without a puzzle to solve: so many open bookings and holds, then no more.

The limits stop hoarding, not a race: two requests at the same moment may both pass.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from rathaus.core import clock
from rathaus.tenancy.service import current_municipality

from .codes import network_hash
from .errors import TooMany, TooManyHere
from .models import Waiting

# In a crowd these are asked by everybody: each counts no further than it must, a network by its own limit.
_HOLDS = """
    (select greatest(count(*) filter (where created_at > %(hour)s::timestamptz), count(booking_id))
     from appointments_hold where municipality_id = %(municipality)s::bigint
     and network = %(network)s::varchar and created_at > %(day)s::timestamptz),
    (select count(*) from (
       select from appointments_hold where municipality_id = %(municipality)s::bigint
       and created_at > %(minute)s::timestamptz limit %(attack)s::bigint
     ) late)
"""
_COMING = """
    (select count(*) from (
       select from appointments_booking where municipality_id = %(municipality)s::bigint
       and status = 'booked' and starts_at > %(now)s::timestamptz
       and email = %(email)s::varchar and email <> '' limit %(visits)s::bigint
     ) same_email),
    (select count(*) from (
       select from appointments_booking where municipality_id = %(municipality)s::bigint
       and status = 'booked' and starts_at > %(now)s::timestamptz
       and phone = %(phone)s::varchar and phone <> '' limit %(visits)s::bigint
     ) same_phone)
"""
_PER_PERSON = 3  # open bookings with one e-mail address, or one telephone number
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def check_holds(network: str, *, most: int | None = None) -> tuple[str, bool]:
    """The network's mark of today, and whether this is an attack: RATHAUS_HOLDS_UNDER_ATTACK times kept in a minute.

    By all networks; one query for all. Raises TooManyHere at the network's own limits: so many times kept in an hour,
    and as many of them booked since midnight, when its mark changes. What is refused writes nothing. A town hall's
    own network, a school or a library is one network. `most`: another number, for a partner.
    """
    asked = _of_network(network, most)
    return _judge_holds(asked, *_count([_HOLDS], asked))


def check_both(network: str, *, most: int | None = None, email: str, phone: str) -> tuple[str, bool]:
    """`check_holds` and `check_bookings` in one query, for who books without a hold."""
    asked = _of_network(network, most)
    own, late, *coming = _count([_HOLDS, _COMING], {**asked, **_of_person(email, phone)})
    judged = _judge_holds(asked, own, late)
    _judge_bookings(*coming)
    return judged


def check_places(network: str) -> str:
    """The same for places on the waiting list, each of which sends an e-mail. Raises TooManyHere."""
    mark = network_hash(network)
    recent = Waiting.objects.filter(network=mark, created_at__gt=clock.now() - _HOUR)
    if recent.count() >= settings.RATHAUS_HOLDS_PER_HOUR:
        raise TooManyHere
    return mark


def check_bookings(*, email: str, phone: str) -> None:
    """Raises TooMany for who has three visits to come already, by the address or by the number."""
    _judge_bookings(*_count([_COMING], _of_person(email, phone)))


def _of_network(network: str, most: int | None) -> dict[str, Any]:
    now = clock.now()
    return {
        "network": network_hash(network),
        "day": now - _DAY,
        "hour": now - _HOUR,
        "most": settings.RATHAUS_HOLDS_PER_HOUR if most is None else most,
        "minute": now - _MINUTE,
        "attack": settings.RATHAUS_HOLDS_UNDER_ATTACK,
    }


def _of_person(email: str, phone: str) -> dict[str, Any]:
    return {"email": email, "phone": phone, "now": clock.now(), "visits": _PER_PERSON}


def _judge_holds(asked: Mapping[str, Any], own: int, late: int) -> tuple[str, bool]:
    if own >= asked["most"]:
        raise TooManyHere
    return asked["network"], 0 < asked["attack"] <= late


def _judge_bookings(same_email: int, same_phone: int) -> None:
    if max(same_email, same_phone) >= _PER_PERSON:
        raise TooMany


def _count(counts: Sequence[str], values: Mapping[str, Any]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(counts)}", {**values, "municipality": current_municipality().pk})
        found: tuple[int, ...] = cursor.fetchone()
    return found
