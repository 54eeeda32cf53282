"""Opening hours in words: what a person wants to know is whether somebody is there now, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from rathaus.core.clock import BERLIN
from rathaus.ui.moments import DAYS

Hours = Mapping[str, Sequence[str]]  # {"mo": ["09:00-12:00", …], …}, local time; a missing day is closed

KEYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_WEEK = 7


@dataclass(frozen=True)
class Now:
    """Whether an office is open at this moment, and the sentence that says until or from when."""

    is_open: bool
    text: str


@dataclass(frozen=True)
class Day:
    name: str
    spans: tuple[str, ...]
    is_today: bool


def week(hours: Hours, at: datetime) -> tuple[Day, ...]:
    """Monday to Friday, and the weekend where somebody is there then."""
    today = at.astimezone(BERLIN).weekday()
    return tuple(
        Day(str(DAYS[n]), tuple(span.replace("-", "–") for span in hours.get(key, ())), n == today)
        for n, key in enumerate(KEYS)
        if n < KEYS.index("sa") or hours.get(key)
    )


def now_in_words(hours: Hours, at: datetime) -> Now | None:
    """None where no hours are known: then nothing is promised."""
    if not any(hours.values()):
        return None
    local = at.astimezone(BERLIN)
    for start, end in _spans(hours, local):
        if start <= local.time() < end:
            return Now(is_open=True, text=_("geöffnet bis %(time)s Uhr") % {"time": f"{end:%H:%M}"})
    return Now(is_open=False, text=_next_opening(hours, local))


def _next_opening(hours: Hours, local: datetime) -> str:
    for ahead in range(_WEEK + 1):
        day = local + timedelta(days=ahead)
        starts = [start for start, _end in _spans(hours, day) if ahead or start > local.time()]
        if starts:
            words = {"day": DAYS[day.weekday()], "time": f"{min(starts):%H:%M}"}
            if ahead == 0:
                return _("geschlossen, öffnet heute um %(time)s Uhr") % words
            if ahead == 1:
                return _("geschlossen, öffnet morgen um %(time)s Uhr") % words
            return _("geschlossen, öffnet %(day)s um %(time)s Uhr") % words
    return _("geschlossen")


def _spans(hours: Hours, day: datetime) -> list[tuple[time, time]]:
    return [_span(text) for text in hours.get(KEYS[day.weekday()], ())]


def _span(text: str) -> tuple[time, time]:
    start, _dash, end = text.partition("-")
    return time.fromisoformat(start), time.max if end == "24:00" else time.fromisoformat(end)
