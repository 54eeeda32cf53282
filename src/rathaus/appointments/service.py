"""The door of appointments: what other apps may import."""

from .availability import Plan, Wish, find_wish, free_times
from .blocking import InTheWay, block_time, find_block, lift_block
from .booking import Contact, book_at_desk, book_held, cancel_booking, is_changeable, move_booking
from .bringing import bring_list, offerings_of, what_to_bring
from .busy import calendar_of, connect_calendar, disconnect_calendar
from .calendar import booking_ics
from .codes import booking_code
from .confirming import CONFIRM_WITHIN, ask_confirmation, asked_for, confirm_booking, find_confirmation, nearest_to
from .contacts import read_email, read_phone
from .daymasks import PARTS as PARTS_OF_DAY
from .daymasks import day_masks
from .dayplan import DayPlan, Visit, plan_day
from .errors import (
    AlreadyExtended,
    Gone,
    HoldGone,
    NeedsConfirmation,
    NoSuchOffering,
    NotChangeable,
    NotOpen,
    NotPossible,
    OfferGone,
    TooMany,
    WaitsAlready,
)
from .feeds import create_feed, feed_ics, feed_link, feeds_of, open_feed, opening_ics, revoke_feed
from .free import Free, joined
from .holding import KEPT, extend_hold, find_hold, give_up_hold, hold_time, is_same_choice, wish_of
from .mails import booking_link
from .marking import mark_booking, next_steps
from .models import (
    Block,
    Booking,
    BookingEvent,
    BusyCalendar,
    Channel,
    Counter,
    Hold,
    Offer,
    Offering,
    Office,
    PartnerKey,
    Status,
    Waiting,
)
from .opening import local_instant
from .partners import create_partner_key, find_partner, partner_keys, revoke_partner_key
from .raster import SECONDS, bits
from .reading import (
    active_offices,
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
from .signals import booking_changed
from .soon import NextFree, first_free, forget_next_free, next_free
from .subscribing import (
    open_subscription,
    revoke_subscription,
    subscribe,
    subscription_of,
    subscription_path,
    visits_ics,
)
from .waitlist.answering import accept_offer, decline_offer, find_offer, is_open
from .waitlist.joining import When, find_place, join_list, join_with_booking, leave_list, place_of
from .waitlist.mails import waiting_link

__all__ = [
    "CONFIRM_WITHIN",
    "KEPT",
    "PARTS_OF_DAY",
    "SECONDS",
    "AlreadyExtended",
    "Block",
    "Booking",
    "BookingEvent",
    "BusyCalendar",
    "Channel",
    "Contact",
    "Counter",
    "DayPlan",
    "Free",
    "Gone",
    "Hold",
    "HoldGone",
    "InTheWay",
    "NeedsConfirmation",
    "NextFree",
    "NoSuchOffering",
    "NotChangeable",
    "NotOpen",
    "NotPossible",
    "Offer",
    "OfferGone",
    "Offering",
    "Office",
    "PartnerKey",
    "Plan",
    "Status",
    "TooMany",
    "Visit",
    "Waiting",
    "WaitsAlready",
    "When",
    "Wish",
    "accept_offer",
    "active_offices",
    "ask_confirmation",
    "asked_for",
    "bits",
    "block_time",
    "book_at_desk",
    "book_held",
    "booking_changed",
    "booking_code",
    "booking_ics",
    "booking_link",
    "bring_list",
    "calendar_of",
    "cancel_booking",
    "confirm_booking",
    "connect_calendar",
    "create_feed",
    "create_partner_key",
    "day_masks",
    "decline_offer",
    "disconnect_calendar",
    "equipment_of",
    "extend_hold",
    "feed_ics",
    "feed_link",
    "feeds_of",
    "find_block",
    "find_booking",
    "find_confirmation",
    "find_hold",
    "find_offer",
    "find_partner",
    "find_place",
    "find_wish",
    "first_free",
    "forget_next_free",
    "free_times",
    "give_up_hold",
    "hold_time",
    "is_changeable",
    "is_open",
    "is_same_choice",
    "join_list",
    "join_with_booking",
    "joined",
    "last_word",
    "leave_list",
    "lift_block",
    "local_instant",
    "mark_booking",
    "may_see",
    "move_booking",
    "nearest_to",
    "next_free",
    "next_steps",
    "offering_of",
    "offerings",
    "offerings_of",
    "open_booking",
    "open_feed",
    "open_subscription",
    "opening_ics",
    "partner_keys",
    "place_of",
    "plan_day",
    "read_email",
    "read_phone",
    "revoke_feed",
    "revoke_partner_key",
    "revoke_subscription",
    "story_of",
    "subscribe",
    "subscription_of",
    "subscription_path",
    "take_over_definitions",
    "visible_counters",
    "visits_ics",
    "waiting_link",
    "what_to_bring",
    "wish_of",
]
