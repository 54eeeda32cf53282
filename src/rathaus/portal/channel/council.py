"""/meldungen/sitzungen/: when the council and its committees meet, and what about. Past ones by year."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.channel.service import (
    Meeting,
    coming_meetings,
    committees,
    meeting_years,
    meetings_of_year,
    news_of_year,
)

from .calendars import webcal


@dataclass(frozen=True)
class Month:
    first: date
    meetings: list[Meeting]


@require_safe
def show_meetings(request: HttpRequest) -> HttpResponse:
    offered = committees()
    chosen = next((one for one in offered if one.key == request.GET.get("gremium")), None)
    committee, year = chosen.key if chosen else "", _year(request)
    found = meetings_of_year(year, committee) if year else coming_meetings(committee)
    topics = urlencode([("thema", one.key) for one in ([chosen] if chosen else offered)])
    context = {
        "committees": offered,
        "chosen": chosen,
        "year": year,
        "years": meeting_years(committee),
        "months": months(found),
        "news": news_of_year(year, committee) if year else [],
        "topics": topics,
        "query": topics,
        "topic_name": chosen.local_name if chosen else _("Sitzungen des Rates und der Ausschüsse"),
        "webcal": webcal(request, f"{reverse('channel_ics')}?{topics}"),
    }
    return render(request, "portal/channel/council.html", context)


def months(found: list[Meeting]) -> list[Month]:
    """In the order they come."""
    return [Month(first, list(some)) for first, some in groupby(found, _month)]


def _month(meeting: Meeting) -> date:
    start = meeting.publication.starts_at
    assert start is not None  # noqa: S101 -- the database refuses an event without
    return localtime(start).date().replace(day=1)


def _year(request: HttpRequest) -> int:
    """0 for what is to come."""
    typed = request.GET.get("jahr", "")
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4) or typed < "1900":  # noqa: PLR2004 -- a year
        raise Http404
    return int(typed)
