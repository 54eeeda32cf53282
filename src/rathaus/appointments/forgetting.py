"""Who came is nobody's business for long."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from rathaus.core import clock
from rathaus.outbox.service import forget_recipient

from .models import Booking, Offer, Waiting
from .waitlist.joining import leave_list

KEPT_DAYS = 30


def forget_visitors() -> int:
    """Erase who came from visits that are 30 days past; the visits stay for the figures."""
    return erase_bookings(Booking.objects.filter(ends_at__lt=clock.now() - timedelta(days=KEPT_DAYS)))


def forget_waiting() -> int:
    """Erase who waited from places that ended 30 days ago; that there was one stays for the figures."""
    return erase_places(Waiting.objects.filter(ended_at__lt=clock.now() - timedelta(days=KEPT_DAYS)))


def erase_bookings(rows: QuerySet[Booking]) -> int:
    """Who came, out of these visits and out of what was written to them."""
    known = rows.exclude(Q(name="") & Q(email="") & Q(phone="") & Q(note=""))
    forgotten = list(known.values_list("pk", flat=True))
    for booking in forgotten:
        forget_recipient(f"appointment:{booking}:")
    Booking.objects.filter(pk__in=forgotten).update(name="", email="", phone="", note="", network="")
    return len(forgotten)


def erase_places(rows: QuerySet[Waiting]) -> int:
    """The same for places on the waiting list. Who still waits doesn't any more."""
    forgotten = list(rows.exclude(Q(name="") & Q(email="") & Q(phone="")).values_list("pk", flat=True))
    for waiting in Waiting.objects.filter(pk__in=forgotten):
        leave_list(waiting)
        forget_recipient(f"appointment:waiting:{waiting.pk}:")
    Waiting.objects.filter(pk__in=forgotten).update(name="", email="", phone="", person="", network="")
    Offer.objects.filter(waiting__in=forgotten).update(person="")
    return len(forgotten)
