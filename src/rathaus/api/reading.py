"""What anybody may ask: services, offices, offerings, free times."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from rathaus.applying.service import reader_language
from rathaus.appointments.service import (
    Offering,
    Office,
    Wish,
    active_offices,
    bring_list,
    find_wish,
    first_free,
    offerings,
)
from rathaus.catalogue.service import list_offers, search
from rathaus.core.clock import BERLIN
from rathaus.core.text import clean_text
from rathaus.formengine.service import CalendarDay
from rathaus.tenancy.service import base_url, current_municipality

from .problems import Problem
from .schemas import (
    FreeTimesOut,
    Key,
    NextFreeOut,
    NextOut,
    OfferingDetailOut,
    OfferingOut,
    OfficeOut,
    PartOfDay,
    People,
    ServiceOut,
    ServicesOut,
    Weekday,
)
from .times import Narrowed, free_days

router = Router()
_MAX_QUERY, _SHOWN = 200, 20
_MOST_DAYS = 31
More = Annotated[list[Key], Field(max_length=4)]


@router.get("/services", response=ServicesOut, summary="Services, by what they are called or for")
def services(request: HttpRequest, q: str = "") -> ServicesOut:  # noqa: ARG001 -- a view
    """What fits, best first, at most 20; without `q` everything on offer, by title."""
    asked = clean_text(q)[:_MAX_QUERY].strip()
    language = reader_language()
    hits = search(asked, language=language, limit=_SHOWN) if asked else []
    found = [hit.offer for hit in hits] if asked else list_offers(language)
    base = base_url(current_municipality())
    entries = [
        ServiceOut(key=card.key, title=card.title, url=base + reverse("service", kwargs={"key": card.key}))
        for card in found
    ]
    return ServicesOut(q=asked, services=entries)


@router.get("/offices", response=list[OfficeOut], summary="Offices where visits can be booked")
def offices(request: HttpRequest) -> list[OfficeOut]:  # noqa: ARG001 -- a view
    return [_office(office) for office in active_offices()]


@router.get("/offerings", response=list[OfferingOut], summary="What one can come for")
def list_offerings(request: HttpRequest) -> list[OfferingOut]:  # noqa: ARG001 -- a view
    return [OfferingOut(**_offering(offering)) for offering in offerings()]


@router.get("/offerings/{key}", response=OfferingDetailOut, summary="One of them, with its offices")
def show_offering(request: HttpRequest, key: Key) -> OfferingDetailOut:  # noqa: ARG001 -- a view
    wish = find_wish([key])
    return OfferingDetailOut(**_offering(wish.offerings[0]), offices=[_office(office) for office in wish.offices])


@router.get("/offerings/{key}/free-times", response=FreeTimesOut, summary="Free times, by days")
def show_free_times(
    request: HttpRequest,  # noqa: ARG001 -- a view
    *,
    key: Key,
    people: People = 1,
    more: More = Query([], alias="with"),  # type: ignore[type-arg]  # noqa: B008 -- how ninja is told
    office: Key | None = None,
    weekday: Weekday | None = None,
    part: PartOfDay | None = None,
    start: CalendarDay | None = Query(None, alias="from"),  # type: ignore[type-arg]  # noqa: B008
    days: Annotated[int, Field(ge=1, le=_MOST_DAYS)] = 7,
) -> FreeTimesOut:
    """So many days that have free times, from `from` on; `next_from` leads to the next ones.

    `with`: more offerings in the same visit. `part` of the day: vormittag, nachmittag (from 12), abend (from 16).
    """
    wish = _wish(key, more, people, office)
    return free_days(wish, Narrowed(office, weekday, part), start, days)


@router.get("/offerings/{key}/next", response=NextFreeOut, summary="The next free time of all")
def show_next(
    request: HttpRequest,  # noqa: ARG001 -- a view
    *,
    key: Key,
    people: People = 1,
    more: More = Query([], alias="with"),  # type: ignore[type-arg]  # noqa: B008 -- how ninja is told
    office: Key | None = None,
    start: CalendarDay | None = Query(None, alias="from"),  # type: ignore[type-arg]  # noqa: B008
) -> NextFreeOut:
    """In any office, or in one, from a day on."""
    wish = _wish(key, more, people, office)
    found = first_free(wish, start=start)
    first = NextOut(start=found.starts_at.astimezone(BERLIN), office=found.office.key) if found else None
    return NextFreeOut(offerings=wish.keys, minutes=wish.length.minutes, next=first)


def _wish(key: str, more: list[str], people: int, office: str | None) -> Wish:
    """Where an office is asked for, as if there were no other. Raises NoSuchOffering, Problem."""
    wish = find_wish([key, *more], people)
    if office is None:
        return wish
    counters = tuple(counter for counter in wish.counters if counter.office.key == office)
    if not counters:
        raise Problem("no-such-office")
    return Wish(wish.offerings, wish.people, counters)


def _office(office: Office) -> OfficeOut:
    return OfficeOut(key=office.key, name=office.local_name, address=office.address, note=office.local_note)


def _offering(offering: Offering) -> dict[str, Any]:
    return {
        "key": offering.key,
        "name": offering.local_name,
        "service": offering.service_key,
        "minutes": offering.minutes,
        "people": offering.people,
        "together": offering.together,
        "window": offering.window,
        "lead": offering.lead,
        "bring": bring_list([offering], reader_language()),
    }
