"""The door of queueing: what other apps may import."""

from .acting import act_on, forward, leave_line
from .calling import call_next, call_ticket
from .drawing import check_in, draw_ticket, is_giving_numbers
from .errors import (
    Closed,
    CounterTaken,
    Full,
    NobodyWaits,
    NotNow,
    NotServed,
    NoVisitToday,
    VisitElsewhere,
)
from .models import EventKind, Queue, Seat, State, Ticket
from .ordering import in_order
from .reading import (
    current_calls,
    find_ticket,
    free_today,
    line_of,
    offerings_at,
    place_at_end,
    place_of,
    queue_at,
    queues,
    ticket_in,
    tickets_today,
)
from .seeding import take_over_queues
from .serving import can_serve, free_counters, leave_seat, open_seats, seat_of, take_seat
from .streaming.address import allow_stream, stream_address

__all__ = [
    "Closed",
    "CounterTaken",
    "EventKind",
    "Full",
    "NoVisitToday",
    "NobodyWaits",
    "NotNow",
    "NotServed",
    "Queue",
    "Seat",
    "State",
    "Ticket",
    "VisitElsewhere",
    "act_on",
    "allow_stream",
    "call_next",
    "call_ticket",
    "can_serve",
    "check_in",
    "current_calls",
    "draw_ticket",
    "find_ticket",
    "forward",
    "free_counters",
    "free_today",
    "in_order",
    "is_giving_numbers",
    "leave_line",
    "leave_seat",
    "line_of",
    "offerings_at",
    "open_seats",
    "place_at_end",
    "place_of",
    "queue_at",
    "queues",
    "seat_of",
    "stream_address",
    "take_over_queues",
    "take_seat",
    "ticket_in",
    "tickets_today",
]
