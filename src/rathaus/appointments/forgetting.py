"""Who came is nobody's business for long."""

from datetime import timedelta

from django.db.models import Q

from rathaus.core import clock
from rathaus.outbox.service import forget_recipient

from .models import Booking

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
