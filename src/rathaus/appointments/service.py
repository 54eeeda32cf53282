"""The door of appointments: what other apps may import."""

from .availability import Plan, Wish, find_wish, free_times
from .booking import Contact, book_at_desk, book_held, cancel_booking, is_changeable, move_booking
from .bringing import bring_list, offerings_of, what_to_bring
from .calendar import booking_ics
from .codes import booking_code
from .daymasks import PARTS as PARTS_OF_DAY
from .daymasks import DayMasks
from .errors import (
    AlreadyExtended,
    Gone,
    HoldGone,
    NoSuchOffering,
    NotChangeable,
    NotOpen,
    NotPossible,
    TooMany,
)
from .free import Free, joined
from .holding import KEPT, extend_hold, find_hold, give_up_hold, hold_time, wish_of
from .mails import booking_link
from .models import Block, Booking, BookingEvent, Channel, Counter, Hold, Offering, Office, Status
from .opening import local_instant
from .raster import bits
from .reading import NextFree, find_booking, last_word, next_free, offering_of, offerings, open_booking
from .seeding import take_over_definitions

__all__ = [
    "KEPT",
    "PARTS_OF_DAY",
    "AlreadyExtended",
    "Block",
    "Booking",
    "BookingEvent",
    "Channel",
    "Contact",
    "Counter",
    "DayMasks",
    "Free",
    "Gone",
    "Hold",
    "HoldGone",
    "NextFree",
    "NoSuchOffering",
    "NotChangeable",
    "NotOpen",
    "NotPossible",
    "Offering",
    "Office",
    "Plan",
    "Status",
    "TooMany",
    "Wish",
    "bits",
    "book_at_desk",
    "book_held",
    "booking_code",
    "booking_ics",
    "booking_link",
    "bring_list",
    "cancel_booking",
    "extend_hold",
    "find_booking",
    "find_hold",
    "find_wish",
    "free_times",
    "give_up_hold",
    "hold_time",
    "is_changeable",
    "joined",
    "last_word",
    "local_instant",
    "move_booking",
    "next_free",
    "offering_of",
    "offerings",
    "offerings_of",
    "open_booking",
    "take_over_definitions",
    "what_to_bring",
    "wish_of",
]
