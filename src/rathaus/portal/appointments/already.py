"""Who wants to wait for a time sees first what need not be waited for: what suits and is free already.

Who has seen it and wants to wait all the same waits for something earlier. Otherwise the first offer would be what
they just left lying, and kept from everybody else for half an hour.
"""

from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.appointments.service import Booking, Waiting, When, Wish, read_start, suiting_now
from rathaus.core.clock import BERLIN

from .days import Time, in_words

_SHOWN = 6


def free_already(
    post: QueryDict, wish: Wish, when: When, *, than: Booking | None = None
) -> tuple[list[Time], datetime | None]:
    """The first times to show, or none where they were shown: then before when somebody waits, if something is free.

    `than`: only what is earlier than this visit. The button of who has seen it says what came first then; if
    something even earlier became free since, that is shown too.
    """
    free = suiting_now(wish, when, before=than.starts_at if than is not None else None)
    if not free:
        return [], None
    first, seen = free[0][1], read_start(post.get("gesehen", ""))
    if seen is not None and seen[1] <= first:
        return [], first
    return [Time(start.astimezone(BERLIN), office) for office, start in free[:_SHOWN]], None


def take_url(wish: Wish, booking: Booking | None) -> str:
    """Where the button of a free time leads: it is kept, or the visit moves there."""
    if booking is not None:
        return reverse("visit_move", kwargs={"number": booking.number})
    return reverse("appointment_times", kwargs={"key": wish.offerings[0].key})


def joined(waiting: Waiting) -> str:
    if waiting.before is None:
        return _("Sie stehen auf der Warteliste. Wird etwas frei, schreiben wir Ihnen.")
    when = in_words(waiting.before)
    return _("Sie stehen auf der Warteliste. Wird vor %(when)s etwas frei, schreiben wir Ihnen.") % {"when": when}
