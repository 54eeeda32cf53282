"""Reading offerings and bookings."""

from rathaus.occupancy.service import resources_of

from .codes import code_hash
from .models import Booking, BookingEvent, CounterOffering, Equipment, Offering, Office


def offerings() -> list[Offering]:
    """What can be booked, in the order in which the municipality lists it."""
    served = CounterOffering.objects.filter(counter__is_active=True, counter__office__is_active=True)
    found = Offering.objects.filter(is_active=True, pk__in=served.values("offering"))
    return list(found.order_by("position", "name"))


def active_offices() -> list[Office]:
    """Where something can be booked, in the order in which the municipality lists them."""
    served = CounterOffering.objects.filter(counter__is_active=True, offering__is_active=True)
    found = Office.objects.filter(is_active=True, pk__in=served.values("counter__office"))
    return list(found.order_by("position", "name"))


def offering_of(service_key: str) -> Offering | None:
    """What can be booked for a service of the catalogue."""
    found: Offering | None = Offering.objects.filter(service_key=service_key, is_active=True).first()
    return found


def open_booking(code: str) -> Booking | None:
    """The booking of a private link. With 120 bits it needs no limit on tries."""
    found: Booking | None = Booking.objects.filter(code_hash=code_hash(code)).first()
    return found


def find_booking(number: str) -> Booking | None:
    if not number.isprintable():  # PostgreSQL refuses NUL
        return None
    found: Booking | None = Booking.objects.select_related("office", "counter__unit").filter(number=number).first()
    return found


def story_of(booking: Booking) -> list[BookingEvent]:
    """Everything that happened to it, the newest first."""
    events = BookingEvent.objects.filter(booking=booking).select_related("staff__account", "counter")
    return list(events.order_by("-at", "-id"))


def equipment_of(booking: Booking) -> list[Equipment]:
    """What is reserved for it besides the counter."""
    ids = resources_of(booking.pk)
    return list(Equipment.objects.filter(pk__in=ids).order_by("name")) if len(ids) > 1 else []


def last_word(booking: Booking) -> str:
    """What the town hall wrote to the visitor with the last change; empty where it wrote nothing."""
    events = BookingEvent.objects.filter(booking=booking).exclude(text="")
    return events.order_by("-at", "-id").values_list("text", flat=True).first() or ""
