from .bookings import Block, Booking, BookingEvent, Channel, EventKind, Hold, Status
from .partners import PartnerKey
from .places import Closure, Counter, CounterOffering, Equipment, Offering, Office, OpeningChange

__all__ = [
    "Block",
    "Booking",
    "BookingEvent",
    "Channel",
    "Closure",
    "Counter",
    "CounterOffering",
    "Equipment",
    "EventKind",
    "Hold",
    "Offering",
    "Office",
    "OpeningChange",
    "PartnerKey",
    "Status",
]
