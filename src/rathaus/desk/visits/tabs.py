"""Tabs of offices and counters on the pages of a day and of a week."""

from datetime import date

from django.utils.translation import gettext as _

from rathaus.appointments.service import PlaceChoice

from .words import day_address

Tab = tuple[str, str, bool, str | None]


def counter_tabs(base: str, day: date, place: PlaceChoice) -> list[Tab]:
    office = place.office.key if place.office else ""
    everything = (_("Alle Schalter"), day_address(base, day, office=office), place.counter is None, None)
    each = [
        (str(c), day_address(base, day, office=office, counter=c.key), place.counter == c, None) for c in place.here
    ]
    return [everything, *each]


def office_tabs(base: str, day: date, place: PlaceChoice) -> list[Tab]:
    if len(place.offices) < 2:  # noqa: PLR2004 -- one office needs no choice
        return []
    return [(str(o), day_address(base, day, office=o.key), place.office == o, None) for o in place.offices]


def same_place(base: str, day: date, place: PlaceChoice) -> str:
    """The address of another day at the same office and counter."""
    office, counter = place.office.key if place.office else "", place.counter.key if place.counter else ""
    return day_address(base, day, office=office, counter=counter)
