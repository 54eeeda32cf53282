"""Addresses that refuse what they are sent, and take it again."""

from datetime import timedelta

from django.conf import settings

from rathaus.core import clock

from .models import Subscriber, Subscription

_FAILURES_TO_PAUSE = 3
_MAY_COME_BACK = timedelta(days=1)


def note_failure(subscriber: Subscriber) -> None:
    """An address that refuses for good is paused at the third time in a row; confirming again lifts that.

    Nothing for who left meanwhile.
    """
    found = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if found is None:
        return
    found.failures, found.taken_at = found.failures + 1, None
    if found.failures >= _FAILURES_TO_PAUSE:
        found.paused_at = clock.now()
        Subscription.objects.filter(subscriber=found).update(is_on=False)
    found.save(update_fields=["failures", "paused_at", "taken_at"])


def note_taken(subscriber: Subscriber) -> None:
    """An address that takes what it is sent again: its failures are forgotten.

    Where e-mails may come back later (RATHAUS_BOUNCES), only when none did for a day.
    """
    found = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).exclude(failures=0).first()
    if found is None:
        return
    is_sure = found.is_browser or not settings.RATHAUS_BOUNCES
    found.taken_at = found.taken_at or clock.now()
    if is_sure or found.taken_at <= clock.now() - _MAY_COME_BACK:
        found.failures, found.taken_at = 0, None
    found.save(update_fields=["failures", "taken_at"])
