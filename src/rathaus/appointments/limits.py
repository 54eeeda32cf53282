"""A brake against hoarding, without a puzzle to solve: so many open bookings and holds, then no more.

The limits stop hoarding, not a race: two requests at the same moment may both pass.
"""

from datetime import timedelta

from django.conf import settings

from rathaus.core import clock

from .codes import network_hash
from .errors import TooMany
from .models import Booking, Hold, Status, Waiting

_PER_PERSON = 3  # open bookings with one e-mail address, or one telephone number
_HOUR = timedelta(hours=1)


def check_holds(network: str, *, most: int | None = None) -> str:
    """The network's mark of today. Raises TooMany at the limit; what is refused writes nothing.

    A town hall's own network, a school or a library is one network. `most`: another limit, for a partner.
    """
    now = clock.now()
    mark = network_hash(network, clock.today().isoformat())
    recent = Hold.objects.filter(network=mark, created_at__gt=now - _HOUR)
    if recent.count() >= (settings.RATHAUS_HOLDS_PER_HOUR if most is None else most):
        raise TooMany
    return mark


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
