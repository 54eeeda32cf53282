"""Deleting general conversations once the time for which they are kept is over."""

from datetime import datetime

from django.db import transaction

from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.tenancy.service import delete_expired

from .entries import forget_entries
from .models import Thread
from .owned import KEPT_YEARS

_AT_ONCE = 500


def delete_expired_threads() -> int:
    """Delete the general conversations of the scope's municipality that are kept no longer; returns how many.

    Those about a case go with it.
    """
    begin = datetime(clock.today().year - KEPT_YEARS, 1, 1, tzinfo=BERLIN)
    over = Thread.objects.filter(case=None, last_at__lt=begin).order_by("last_at")[:_AT_ONCE]
    return sum(_delete(thread) for thread in over)


@transaction.atomic
def _delete(thread: Thread) -> bool:
    forget_entries([thread.pk])
    return delete_expired(thread)
