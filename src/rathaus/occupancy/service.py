"""The door of occupancy: what other apps may import."""

from .actions import (
    NotHeld,
    SlotTaken,
    block,
    block_rest,
    book,
    confirm_hold,
    conflicts,
    extend_hold,
    hold,
    move,
    move_to_hold,
    rearrange,
    release,
    unhurried,
)
from .periods import Slot, Taken
from .queries import Packed, busy, resources_of, unpack

__all__ = [
    "NotHeld",
    "Packed",
    "Slot",
    "SlotTaken",
    "Taken",
    "block",
    "block_rest",
    "book",
    "busy",
    "confirm_hold",
    "conflicts",
    "extend_hold",
    "hold",
    "move",
    "move_to_hold",
    "rearrange",
    "release",
    "resources_of",
    "unhurried",
    "unpack",
]
