"""Calendars by a secret address: what a program asks for again and again."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rathaus.appointments.service import feed_ics, open_feed, open_subscription, opening_ics, visits_ics
from rathaus.core import clock
from rathaus.postbox.service import municipalities_of

_MAX_CODE = 40
_MAX_AGE = 900  # seconds: programs need not ask more often
_HOUR = 3600


@require_safe
def subscription(request: HttpRequest, code: str) -> HttpResponse:
    """A holder's visits in all municipalities. A wrong, revoked or outlived address is a plain 404."""
    found = open_subscription(code[:_MAX_CODE])
    if found is None:
        raise Http404
    if not _may(f"subscription:{found.pk}"):
        return _too_often()
    return _calendar(request, visits_ics(found, municipalities_of(found.holder), name="Termine"))


@require_safe
def desk_feed(request: HttpRequest, code: str) -> HttpResponse:
    """What is booked at a clerk's counters, for their own calendar."""
    found = open_feed(code[:_MAX_CODE])
    if found is None:
        raise Http404
    if not _may(f"desk:{found.pk}"):
        return _too_often()
    return _calendar(request, feed_ics(found))


@require_safe
def opening(request: HttpRequest) -> HttpResponse:
    """Opening hours and closures: nothing personal, for everybody."""
    return _calendar(request, opening_ics(), is_public=True)


def _calendar(request: HttpRequest, text: str, *, is_public: bool = False) -> HttpResponse:
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = f"{'public' if is_public else 'private'}, max-age={_MAX_AGE}"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _may(feed: str) -> bool:
    """Count one reading in this hour."""
    key = f"calendar:{feed}:{int(clock.now().timestamp()) // _HOUR}"
    cache.add(key, 0, _HOUR)
    return int(cache.incr(key)) <= settings.RATHAUS_FEED_READS_PER_HOUR


def _too_often() -> HttpResponse:
    response = HttpResponse("429\n", status=429, content_type="text/plain")
    response["Retry-After"] = str(_HOUR)
    return response
