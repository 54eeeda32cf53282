"""Why something doesn't happen. Each is a clear answer for the person who asked."""

from dataclasses import dataclass

from rathaus.appointments.service import Office


class NotPossible(Exception):
    """The base of them."""


class Closed(NotPossible):
    """No numbers are given out now."""


class NotServed(NotPossible):
    """No counter that is in service serves this."""


class Full(NotPossible):
    """So many wait already that nobody else would be served today."""


class NobodyWaits(NotPossible):
    """Nobody waits for this counter."""


class CounterTaken(NotPossible):
    """Somebody else sits at the counter, or one sits at another already."""


class NotNow(NotPossible):
    """The number isn't in a state for this; somebody else was faster, or the counter isn't free."""


class NoVisitToday(NotPossible):
    """There is no such appointment here today, or it is over."""


@dataclass
class VisitElsewhere(NotPossible):
    """The appointment is today, at another office."""

    office: Office
