"""Why a time that somebody chose isn't theirs, as every list of times tells it (`parts/problem.html`)."""

from typing import TypedDict

from rathaus.appointments.service import Gone, HoldGone, NotOpen, NotPossible, Office, TooMany, TooManyHere
from rathaus.core.clock import BERLIN

from .days import Time


class Refusal(TypedDict):
    """The answer's status, what the page says, and the free times closest to what was chosen."""

    status: int
    problem: str
    nearest: list[Time]


REFUSED = (NotOpen, Gone, HoldGone, TooMany)


def unknown() -> Refusal:
    """For a choice that none of our buttons sends, and for a time that isn't there any more."""
    return Refusal(status=422, problem="unknown", nearest=[])


def refusal(reason: NotPossible, office: Office) -> Refusal:
    """For one of REFUSED."""
    if isinstance(reason, Gone):
        return Refusal(status=409, problem="gone", nearest=nearest_times(reason, office))
    if isinstance(reason, HoldGone):
        return Refusal(status=409, problem="gone", nearest=[])
    if isinstance(reason, TooManyHere):
        return Refusal(status=429, problem="too_many_here", nearest=[])
    if isinstance(reason, TooMany):
        return Refusal(status=429, problem="too_many", nearest=[])
    return unknown()


def nearest_times(gone: Gone, office: Office) -> list[Time]:
    return [Time(start.astimezone(BERLIN), office) for start in gone.nearest]
