"""What a change would touch, shown before it is saved. Saving needs the mark of what was shown."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rathaus.appointments.errors import NotPossible
from rathaus.appointments.models import Booking, Closure

ClashKind = Literal["overlaps", "releases", "same", "never", "nobody", "closed", "closure", "opens"]


@dataclass(frozen=True, slots=True)
class Clash:
    """What doesn't go together with a change, and on which day first.

    overlaps: with rule number `rule`; releases: it opens at once what the other opens late, or the other way round;
    same: says what that rule says; never: it never holds (again); nobody: it names no counter that exists; closed: a
    closure stands against it; closure: another closure covers the same; opens: a rule names a day that is closed.
    """

    kind: ClashKind
    day: date | None = None
    rule: int | None = None
    closure: Closure | None = None


@dataclass(frozen=True)
class Preview:
    """`touched`: visits that would lie in a time in which nobody is there. They stay until somebody moves them."""

    touched: Sequence[Booking] = ()
    clashes: Sequence[Clash] = ()

    @property
    def mark(self) -> str:
        """Changes when a visit or a clash comes or goes."""
        visits = [f"{booking.pk} {booking.starts_at.timestamp()}" for booking in self.touched]
        clashes = [f"{c.kind} {c.day} {c.rule} {c.closure and c.closure.pk}" for c in self.clashes]
        return hashlib.sha256("\n".join(sorted(visits + clashes)).encode()).hexdigest()[:16]


@dataclass
class NotSeen(NotPossible):
    """The change would touch something else than what was shown: look again."""

    preview: Preview = field(default_factory=Preview)


class Outdated(NotPossible):
    """Somebody else changed the same meanwhile."""


class NotYours(NotPossible):
    """A counter of another unit is concerned."""
