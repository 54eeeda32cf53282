"""A brake against hoarding, without a puzzle to solve: so many open bookings and holds, then no more.

The limits stop hoarding, not a race: two requests at the same moment may both pass.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from rathaus.core import clock
from rathaus.tenancy.service import current_municipality

from .codes import network_hash
from .errors import TooMany
from .models import Waiting

# In a crowd these are asked by everybody: each counts no further than it must.
_HOLDS = """
    select (select count(*) from (
              select from appointments_hold where municipality_id = %(municipality)s::bigint
              and network = %(network)s::varchar and created_at > %(hour)s::timestamptz limit %(most)s::bigint
            ) own),
           (select count(*) from (
              select from appointments_hold where municipality_id = %(municipality)s::bigint
              and created_at > %(minute)s::timestamptz limit %(attack)s::bigint
            ) late)
"""
_COMING = """
    select (select count(*) from (
              select from appointments_booking where municipality_id = %(municipality)s::bigint
              and status = 'booked' and starts_at > %(now)s::timestamptz
              and email = %(email)s::varchar and email <> '' limit %(most)s::bigint
            ) same_email),
           (select count(*) from (
              select from appointments_booking where municipality_id = %(municipality)s::bigint
              and status = 'booked' and starts_at > %(now)s::timestamptz
              and phone = %(phone)s::varchar and phone <> '' limit %(most)s::bigint
            ) same_phone)
"""
_PER_PERSON = 3  # open bookings with one e-mail address, or one telephone number
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def check_holds(network: str, *, most: int | None = None) -> tuple[str, bool]:
    """The network's mark of today, and whether this is an attack: RATHAUS_HOLDS_UNDER_ATTACK times kept in a minute.

    By all networks; one query for both. Raises TooMany at the network's own limit; what is refused writes nothing.
    A town hall's own network, a school or a library is one network. `most`: another limit, for a partner.
    """
    now = clock.now()
    mark = network_hash(network, clock.today().isoformat())
    most, attack = settings.RATHAUS_HOLDS_PER_HOUR if most is None else most, settings.RATHAUS_HOLDS_UNDER_ATTACK
    asked = {"network": mark, "hour": now - _HOUR, "most": most, "minute": now - _MINUTE, "attack": attack}
    own, late = _count(_HOLDS, asked)
    if own >= most:
        raise TooMany
    return mark, 0 < attack <= late


def check_places(network: str) -> str:
    """The same for places on the waiting list, each of which sends an e-mail."""
    mark = network_hash(network, clock.today().isoformat())
    recent = Waiting.objects.filter(network=mark, created_at__gt=clock.now() - _HOUR)
    if recent.count() >= settings.RATHAUS_HOLDS_PER_HOUR:
        raise TooMany
    return mark


def check_bookings(*, email: str, phone: str) -> None:
    """Raises TooMany for who has three visits to come already, and for the same network at ten times the limit."""
    who = {"email": email, "phone": phone, "now": clock.now(), "most": _PER_PERSON}
    if max(_count(_COMING, who)) >= _PER_PERSON:
        raise TooMany


def _count(statement: str, values: Mapping[str, Any]) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "municipality": current_municipality().pk})
        first, second = cursor.fetchone()
    return first, second
