"""Times and bookings for the tests."""

from datetime import UTC, datetime, timedelta

from rathaus.appointments.service import Booking, Contact, Wish, book_held, find_wish, free_times, hold_time
from rathaus.core.clock import BERLIN
from tests import cast

TUESDAY = (2026, 12, 1)
ANNA = Contact(cast.ANNA.name, email=cast.ANNA.email)
BILAL = Contact(cast.BILAL.name, email=cast.BILAL.email)


def at(hour: int, minute: int = 0, day: tuple[int, int, int] = TUESDAY) -> datetime:
    """A local time as an instant."""
    return datetime(*day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def local(instants: list[datetime]) -> list[str]:
    return [instant.astimezone(BERLIN).strftime("%H:%M") for instant in instants]


def free_on(wish: Wish, day: tuple[int, int, int] = TUESDAY, **more: object) -> list[str]:
    """The free starts of a day in local time."""
    return local(free_times(wish, start=datetime(*day).date(), days=1, **more).starts())  # type: ignore[arg-type]  # noqa: DTZ001 -- a day


def book(contact: Contact = ANNA, start: datetime | None = None, *keys: str, people: int = 1) -> Booking:
    wish = find_wish(keys or ["wohnsitz"], people)
    held = hold_time(wish, start or at(9), office=None, network="203.0.113.7")
    return book_held(held, contact)


WEEK = timedelta(days=7)
