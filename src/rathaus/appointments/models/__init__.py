from .bookings import Block, Booking, BookingEvent, Channel, EventKind, Hold, Status
from .partners import PartnerKey
from .places import Closure, Counter, CounterOffering, Equipment, Offering, Office
from .waiting import Offer, Waiting

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
    "Offer",
    "Offering",
    "Office",
    "PartnerKey",
    "Status",
    "Waiting",
]
