"""A brake against hoarding, without a puzzle to solve: so many open bookings and holds, then no more.

The limits stop hoarding, not a race: two requests at the same moment may both pass.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q

from rathaus.core import clock

from .codes import network_hash
from .errors import TooMany
from .models import Booking, Hold, Status, Waiting

_PER_PERSON = 3  # open bookings with one e-mail address, or one telephone number
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def check_holds(network: str, *, most: int | None = None) -> tuple[str, bool]:
    """The network's mark of today, and whether this is an attack: RATHAUS_HOLDS_UNDER_ATTACK times kept in a minute.

    By all networks; one query for both. Raises TooMany at the network's own limit; what is refused writes nothing.
    A town hall's own network, a school or a library is one network. `most`: another limit, for a partner.
    """
    now = clock.now()
    mark = network_hash(network, clock.today().isoformat())
    own, late = Q(network=mark, created_at__gt=now - _HOUR), Q(created_at__gt=now - _MINUTE)
    holds = Hold.objects.filter(own | late).aggregate(own=Count("pk", filter=own), late=Count("pk", filter=late))
    if holds["own"] >= (settings.RATHAUS_HOLDS_PER_HOUR if most is None else most):
        raise TooMany
    return mark, 0 < settings.RATHAUS_HOLDS_UNDER_ATTACK <= holds["late"]


def check_places(network: str) -> str:
    """The same for places on the waiting list, each of which sends an e-mail."""
    mark = network_hash(network, clock.today().isoformat())
    recent = Waiting.objects.filter(network=mark, created_at__gt=clock.now() - _HOUR)
    if recent.count() >= settings.RATHAUS_HOLDS_PER_HOUR:
        raise TooMany
    return mark


def check_bookings(*, email: str, phone: str) -> None:
    """Raises TooMany for who has three visits to come already, and for the same network at ten times the limit."""
    coming = Booking.objects.filter(status=Status.BOOKED, starts_at__gt=clock.now())
    if email and coming.filter(email=email).count() >= _PER_PERSON:
        raise TooMany
    if phone and coming.filter(phone=phone).count() >= _PER_PERSON:
        raise TooMany
