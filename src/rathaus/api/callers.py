"""Who asks: a network, or a partner with a key; and how often each may."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from rathaus.accounts.service import client_address
from rathaus.appointments.service import find_partner
from rathaus.tenancy.service import current_municipality

from .problems import Problem

_MINUTE = 60
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Caller:
    """`network` is what holds are counted by; `holds` how many an hour, None for the usual number."""

    network: str
    holds: int | None = None
    is_partner: bool = False


class Counts:
    """Requests by caller in the running minute, in this process: no row is written for a question.

    With n processes a caller gets up to n times as much. Whoever asks in a minute in which 20,000 others did starts
    anew.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: OrderedDict[tuple[int, str], tuple[int, int]] = OrderedDict()

    def take(self, municipality: int, name: str, most: int) -> int:
        """Seconds to wait, 0 if it may go on."""
        now = int(time.time())
        minute, key = now // _MINUTE, (municipality, name)
        with self._lock:
            last, count = self._counts.get(key, (minute, 0))
            count = count + 1 if last == minute else 1
            self._counts[key] = (minute, count)
            self._counts.move_to_end(key)
            while len(self._counts) > _MOST:
                self._counts.popitem(last=False)
        return 0 if count <= most else _MINUTE - now % _MINUTE

    def clear(self) -> None:
        """For tests."""
        with self._lock:
            self._counts.clear()


COUNTS = Counts()


def identify(request: HttpRequest) -> Caller:
    """Raises Problem for a key that isn't one of this municipality's, and for too many requests in a minute."""
    given = request.headers.get("X-API-Key")
    here = current_municipality().pk
    if given is None:
        address = client_address(request)
        _count(here, address, settings.RATHAUS_API_PER_MINUTE)
        return Caller(address)
    partner = find_partner(given)
    if partner is None:
        _count(here, client_address(request), settings.RATHAUS_API_PER_MINUTE)
        raise Problem("unknown-key")
    name = f"partner:{partner.pk}"
    _count(here, name, settings.RATHAUS_API_PARTNER_PER_MINUTE)
    return Caller(name, settings.RATHAUS_API_PARTNER_HOLDS_PER_HOUR, is_partner=True)


def _count(municipality: int, name: str, most: int) -> None:
    if wait := COUNTS.take(municipality, name, most):
        raise Problem("too-many", retry_after=wait)
