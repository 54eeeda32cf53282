"""The door of appointments: what other apps may import."""

from .availability import Plan, Wish, find_wish, free_times
from .blocking import InTheWay, block_time, find_block, lift_block
from .booking import Contact, book_at_desk, book_held, cancel_booking, is_changeable, move_booking
from .bringing import bring_list, offerings_of, what_to_bring
from .calendar import booking_ics
from .codes import booking_code
from .contacts import read_email, read_phone
from .daymasks import PARTS as PARTS_OF_DAY
from .daymasks import DayMasks
from .dayplan import DayPlan, Visit, plan_day
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
from .marking import mark_booking, next_steps
from .models import Block, Booking, BookingEvent, Channel, Counter, EventKind, Hold, Offering, Office, Status
from .opening import local_instant
from .raster import bits
from .reading import (
    equipment_of,
    find_booking,
    last_word,
    offering_of,
    offerings,
    open_booking,
    story_of,
)
from .rules import may_see, visible_counters
from .seeding import take_over_definitions
from .signals import booking_changed, booking_changing
from .soon import NextFree, forget_next_free, next_free
from .within import bookings_of_case, cancel_for_case, forget_case, renew_hold

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
    "DayPlan",
    "EventKind",
    "Free",
    "Gone",
    "Hold",
    "HoldGone",
    "InTheWay",
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
    "Visit",
    "Wish",
    "bits",
    "block_time",
    "book_at_desk",
    "book_held",
    "booking_changed",
    "booking_changing",
    "booking_code",
    "booking_ics",
    "booking_link",
    "bookings_of_case",
    "bring_list",
    "cancel_booking",
    "cancel_for_case",
    "equipment_of",
    "extend_hold",
    "find_block",
    "find_booking",
    "find_hold",
    "find_wish",
    "forget_case",
    "forget_next_free",
    "free_times",
    "give_up_hold",
    "hold_time",
    "is_changeable",
    "joined",
    "last_word",
    "lift_block",
    "local_instant",
    "mark_booking",
    "may_see",
    "move_booking",
    "next_free",
    "next_steps",
    "offering_of",
    "offerings",
    "offerings_of",
    "open_booking",
    "plan_day",
    "read_email",
    "read_phone",
    "renew_hold",
    "story_of",
    "take_over_definitions",
    "visible_counters",
    "what_to_bring",
    "wish_of",
]
