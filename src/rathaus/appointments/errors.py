"""Why something doesn't happen. Each is a clear answer for the person who asked."""

from dataclasses import dataclass
from datetime import datetime


class NotPossible(Exception):
    """The base of them."""


class NoSuchOffering(NotPossible):
    """Nothing of this name is offered, or the offerings can't be done together or by so many people."""


class NotOpen(NotPossible):
    """Nobody is there then, the time is past, too soon, or not bookable yet."""


@dataclass
class Gone(NotPossible):
    """Somebody was faster. `nearest`: free times close to it, by start."""

    nearest: tuple[datetime, ...] = ()


class HoldGone(NotPossible):
    """The hold expired and somebody else took the time, or it was given up."""


class AlreadyExtended(NotPossible):
    """A hold is extended once."""


class TooMany(NotPossible):
    """So many open bookings with one address or telephone number."""


class TooManyHere(TooMany):
    """So much from one network, within an hour or since midnight."""


@dataclass
class ProofNeeded(TooMany):
    """So many times are kept at the moment that keeping one costs a little computing (`proving`).

    `challenge`: what to compute for, five minutes long; `bits`: with how many zero bits the hash has to begin.
    """

    challenge: str
    bits: int


class NeedsConfirmation(NotPossible):
    """It is booked with the link of an e-mail only (`ask_confirmation`)."""


class NotChangeable(NotPossible):
    """The booking is cancelled, over, or being served."""


class OfferGone(NotPossible):
    """The half hour is over, or the time was declined or taken already."""


class WaitsAlready(NotPossible):
    """This visit is on the waiting list."""
