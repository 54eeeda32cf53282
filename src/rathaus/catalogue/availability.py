"""Whether applications for an offer are taken on a day, and the count of those that are limited in number."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import current_municipality

from .models import Offer, PlaceCount
from .window import LimitPer, Window

Reason = Literal["", "not_yet", "closed", "season", "full", "withdrawn"]

# One statement: reading and writing apart would let two parallel applications take the last place.
_TAKE = """
    insert into catalogue_placecount as counted (id, municipality_id, offer_id, period, taken, places)
    values (%s, %s, %s, %s, 1, %s)
    on conflict (municipality_id, offer_id, period)
    do update set taken = counted.taken + 1, places = excluded.places
    where counted.taken < excluded.places
    returning taken
"""
_GIVE_BACK = """
    update catalogue_placecount set taken = taken - 1
    where municipality_id = %s and offer_id = %s and period = %s and taken > 0
"""


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an offer takes applications, and if not, why.

    `opens_on` is the next day on which it does, where one is known; `closes_on` the last day of the present opening.
    """

    open: bool
    reason: Reason = ""
    opens_on: date | None = None
    closes_on: date | None = None

    @property
    def sentence(self) -> str:
        """The reason in the reader's language; while open, until when, or nothing."""
        if self.open:
            return (
                _("Sie können diesen Antrag bis zum %(day)s stellen.") % _day(self.closes_on)
                if self.closes_on
                else ""
            )
        if self.opens_on:
            return _("Sie können diesen Antrag ab dem %(day)s stellen.") % _day(self.opens_on)
        return {
            "full": _("Alle Plätze sind vergeben. Zurzeit nehmen wir keine weiteren Anträge an."),
            "withdrawn": _("Diesen Antrag bieten wir nicht mehr online an."),
        }.get(self.reason, _("Die Frist für diesen Antrag ist abgelaufen."))


def availability(offer: Offer, on: date | None = None, *, begun: bool = False) -> Availability:
    """Whether an application may begin and be sent on this day (today). A limit costs one query.

    One that was `begun` may be finished when the offer is withdrawn; closing and the limit hold for it too.
    """
    day = on or clock.today()
    if offer.state != Offer.State.PUBLISHED and not begun:
        return Availability(open=False, reason="withdrawn")
    return window_state(Window.of(offer), day) or _counted(offer, day)


def window_state(window: Window, day: date) -> Availability | None:
    """Why the window is closed on this day; None while it is open."""
    if window.closes_on and day > window.closes_on:
        return Availability(open=False, reason="closed")
    if window.opens_on and day < window.opens_on:
        return Availability(open=False, reason="not_yet", opens_on=_opening(window, window.opens_on))
    if window.season_from and not window.season_on(day):
        opens_on = _opening(window, day)
        return Availability(open=False, reason="season" if opens_on else "closed", opens_on=opens_on)
    return None


def take_place(offer: Offer, on: date | None = None) -> bool:
    """Count one more application; False, and nothing written, if the limit is reached. True where there is none.

    Locks the count until the commit, so parallel applications for a limited offer queue here.
    """
    if offer.limit_count is None:
        return True
    period = _period(offer, on or clock.today())
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [uuid7(), current_municipality().pk, offer.pk, period, offer.limit_count])
        return cursor.fetchone() is not None


def give_place_back(offer: Offer, on: date) -> None:
    """The application that was counted on this day never reached the town hall."""
    if offer.limit_count is not None:
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_BACK, [current_municipality().pk, offer.pk, _period(offer, on)])


def _counted(offer: Offer, day: date) -> Availability:
    window = Window.of(offer)
    if window.limit_count is not None:
        taken = PlaceCount.objects.filter(offer=offer, period=_period(offer, day)).values_list("taken", flat=True)
        if (taken.first() or 0) >= window.limit_count:
            return Availability(open=False, reason="full")
    return Availability(open=True, closes_on=_closing(window, day))


def _period(offer: Offer, day: date) -> str:
    """What a limit counts together: the year, or the opening by its first day ("" for one that was always open)."""
    if offer.limit_per == LimitPer.YEAR:
        return str(day.year)
    window = Window.of(offer)
    season = window.last_season(day)
    first = season[0] if season else window.opens_on
    return first.isoformat() if first else ""


def _opening(window: Window, earliest: date) -> date | None:
    """The first day from `earliest` on which it is open; None if it closes for good before that."""
    if not window.season_from or window.season_on(earliest):
        return earliest
    season = window.next_season(earliest)
    return season[0] if season and (window.closes_on is None or season[0] <= window.closes_on) else None


def _closing(window: Window, day: date) -> date | None:
    season = window.season_on(day)
    ends = [end for end in (window.closes_on, season[1] if season else None) if end]
    return min(ends, default=None)


def _day(day: date) -> dict[str, str]:
    return {"day": date_format(day, "DATE_FORMAT")}
