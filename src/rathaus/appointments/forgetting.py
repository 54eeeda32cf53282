"""Who came is nobody's business for long."""

from datetime import timedelta

from django.db.models import Q

from rathaus.core import clock
from rathaus.outbox.service import forget_recipient

from .models import Booking, Offer, Waiting

KEPT_DAYS = 30


def forget_visitors() -> int:
    """Erase who came from visits that are 30 days past; the visits stay for the figures."""
    past = Booking.objects.filter(ends_at__lt=clock.now() - timedelta(days=KEPT_DAYS))
    known = past.exclude(Q(name="") & Q(email="") & Q(phone="") & Q(note=""))
    forgotten = list(known.values_list("pk", flat=True))
    for booking in forgotten:
        forget_recipient(f"appointment:{booking}:")
    Booking.objects.filter(pk__in=forgotten).update(name="", email="", phone="", note="", network="")
    return len(forgotten)


def forget_waiting() -> int:
    """Erase who waited from places that ended 30 days ago; that there was one stays for the figures."""
    past = Waiting.objects.filter(ended_at__lt=clock.now() - timedelta(days=KEPT_DAYS))
    forgotten = list(past.exclude(Q(name="") & Q(email="") & Q(phone="")).values_list("pk", flat=True))
    for waiting in forgotten:
        forget_recipient(f"appointment:waiting:{waiting}:")
    Waiting.objects.filter(pk__in=forgotten).update(name="", email="", phone="", person="", network="")
    Offer.objects.filter(waiting__in=forgotten).update(person="")
    return len(forgotten)
