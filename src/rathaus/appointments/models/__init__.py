from .bookings import MOST_TITLE, Block, Booking, BookingEvent, Channel, Confirmation, EventKind, Hold, Status
from .feeds import BusyCalendar, DeskFeed, Subscription
from .partners import PartnerKey
from .places import Closure, Counter, CounterOffering, Equipment, Offering, Office, OpeningChange, PlanStamp
from .waiting import Offer, Waiting

__all__ = [
    "MOST_TITLE",
    "Block",
    "Booking",
    "BookingEvent",
    "BusyCalendar",
    "Channel",
    "Closure",
    "Confirmation",
    "Counter",
    "CounterOffering",
    "DeskFeed",
    "Equipment",
    "EventKind",
    "Hold",
    "Offer",
    "Offering",
    "Office",
    "OpeningChange",
    "PartnerKey",
    "PlanStamp",
    "Status",
    "Subscription",
    "Waiting",
]
