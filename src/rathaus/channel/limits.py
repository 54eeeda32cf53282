"""How many confirmations an address gets and a network asks for, so that nobody floods a stranger's mailbox.

Addresses are kept as keyed hashes of the day, which cannot be compared from one day to the next. The count of an
address is exact, since its subscriber is locked; that of a network stops a flood, not a race.
"""

from datetime import timedelta

from django.conf import settings

from rathaus.core import clock
from rathaus.core.secrets import mark_of_today

from .errors import NotPossible
from .models import Asked, Subscriber

PER_ADDRESS = 3  # a day
BETWEEN_MAILS = timedelta(minutes=10)
_HOUR, _KEPT = timedelta(hours=1), timedelta(days=2)


class TooMany(NotPossible):
    """So many requests from one network in an hour: RATHAUS_SUBSCRIPTIONS_PER_HOUR."""


def note_asked(network: str, *, address: str = "", has_mail: bool = False) -> Asked:
    """Count one more of this network. What is refused writes nothing. Raises TooMany."""
    mark = _mark("network", network)
    recent = Asked.objects.filter(network=mark, at__gt=clock.now() - _HOUR)
    if network and recent.count() >= settings.RATHAUS_SUBSCRIPTIONS_PER_HOUR:
        raise TooMany
    return Asked.objects.create(network=mark, address=address, has_mail=has_mail)


def may_write_to(subscriber: Subscriber, *, network: str) -> Asked | None:
    """The note of an e-mail that may go to this address now; None where it got enough. The row must be locked.

    Raises TooMany.
    """
    now, address = clock.now(), _mark("address", subscriber.address)
    told = Asked.objects.filter(address=address, has_mail=True).values_list("at", flat=True)
    may = len(told) < PER_ADDRESS and not any(at > now - BETWEEN_MAILS for at in told)
    found = note_asked(network, address=address, has_mail=may)
    return found if may else None


def forget_asked() -> None:
    Asked.objects.filter(at__lt=clock.now() - _KEPT).delete()


def _mark(kind: str, what: str) -> str:
    return mark_of_today(f"channel:{kind}", what) if what else ""
