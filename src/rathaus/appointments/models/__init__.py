from .bookings import Block, Booking, BookingEvent, Channel, EventKind, Hold, Status
from .partners import PartnerKey
from .bookings import Block, Booking, BookingEvent, Channel, Confirmation, EventKind, Hold, Status
from .places import Closure, Counter, CounterOffering, Equipment, Offering, Office
from .waiting import Offer, Waiting

__all__ = [
    "Block",
    "Booking",
    "BookingEvent",
    "Channel",
    "Closure",
    "Confirmation",
    "Counter",
    "CounterOffering",
    "Equipment",
    "EventKind",
    "Hold",
    "Offer",
    "Offering",
    "Office",
    "PartnerKey",
    "Status",
    "Waiting",
]
