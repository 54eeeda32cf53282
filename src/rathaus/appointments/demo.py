"""Visits of invented people for the demo, so that the desk's day isn't empty. Never for a real town hall."""

from datetime import timedelta
from itertools import islice

from rathaus.core import clock

from .availability import free_times
from .booking import Contact, book_held
from .demo_past import create_demo_past
from .errors import NotPossible
from .holding import hold_time
from .models import Booking
from .reading import offerings
from .wishes import Wish, find_wish

_PEOPLE = (
    "Jana Lehmann", "Mehmet Yıldız", "Karin Schröder", "Thủy Nguyễn", "Bernd Köhler", "Łucja Nowak", "Ole Petersen",
    "Fatima Haddad", "Renate Voigt", "Jonas Krüger", "Anneliese Groß", "Piotr Wiśniewski",
)  # fmt: skip
_DAYS = 10


def create_demo_bookings() -> int:
    """A dozen visits in the next days, and some in the last weeks, once; returns how many are to come."""
    if Booking.objects.exists():
        return 0
    wishes = [find_wish([offering.key]) for offering in offerings()]
    made = 0
    for number, name in enumerate(_PEOPLE):
        if wishes and _book(wishes[number % len(wishes)], name, number):
            made += 1
    create_demo_past(wishes, _PEOPLE)
    return made


def _book(wish: Wish, name: str, number: int) -> bool:
    today = clock.today() + timedelta(days=number % 3)
    times = free_times(wish, start=today, days=_DAYS).starts()
    start = next(islice(times, 2 * number, None), None)
    if start is None:
        return False
    try:
        held = hold_time(wish, start, office=None, network="demo", is_trusted=True)
        book_held(held, Contact(name, phone=f"+4939350000{number:02}"))
    except NotPossible:
        return False
    return True
