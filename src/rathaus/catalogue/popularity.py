"""How often each errand is finished in this municipality."""

import time
from collections.abc import Mapping
from datetime import timedelta
from math import log
from threading import Lock
from uuid import UUID

from django.db import connection
from django.db.models import Count

from rathaus.core import clock
from rathaus.tenancy.service import current_municipality

from .models import OfferUse

_DAYS = 90
_REMEMBERED_SECONDS = 600
_NAMED, _USED = 0.08, 0.12  # what being named as popular, and being the most used errand, add to a score

_shares: dict[tuple[str, int], tuple[float, Mapping[UUID, float]]] = {}
_lock = Lock()


def record_use(offer_id: UUID) -> None:
    """Somebody finished this errand."""
    OfferUse.objects.create(offer_id=offer_id)


def times_used() -> dict[UUID, int]:
    """Of the last 90 days, by offer. One query."""
    since = clock.now() - timedelta(days=_DAYS)
    return dict(OfferUse.objects.filter(at__gte=since).values_list("offer").annotate(times=Count("id")))


def bonus(share: float, *, is_named: bool) -> float:
    """A factor of 1.0 to 1.2 by which a search ranks what is asked for here before what fits as well."""
    return 1.0 + _NAMED * is_named + _USED * share


def forget_popularity() -> None:
    """For tests."""
    with _lock:
        _shares.clear()


def shares_used() -> Mapping[UUID, float]:
    """Each offer's uses against those of the most used, on a logarithmic scale: 0 to 1.

    Counted anew every ten minutes in each process, so most searches ask no query for it.
    """
    key = (str(connection.settings_dict["NAME"]), current_municipality().pk)
    now = time.monotonic()
    with _lock:
        counted, shares = _shares.get(key, (0.0, None))
    if shares is not None and now - counted < _REMEMBERED_SECONDS:
        return shares
    times = times_used()
    most = log(1 + max(times.values(), default=1))
    shares = {offer: log(1 + count) / most for offer, count in times.items()}
    with _lock:
        _shares[key] = (now, shares)
    return shares
