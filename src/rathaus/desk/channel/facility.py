"""The status of a facility, in two taps on a phone: which one, and how it is; and taking it back."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.service import StaffRequest
from rathaus.channel.service import (
    STATUS,
    Facility,
    Publication,
    Status,
    TooLate,
    facilities,
    may_undo,
    set_facility,
    statuses_right_now,
    undo_facility,
)
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page

from .access import find, publisher_required
from .reading import NoSuchTime, read_instant


class Past(ValueError):
    """That time is over today, or it ends before it begins."""


@require_safe
@publisher_required
def show_all(request: StaffRequest) -> HttpResponse:
    now = statuses_right_now()
    rows = [(facility, *_state(facility, now)) for facility in facilities()]
    return desk_page(request, "desk/channel/facilities.html", {"rows": rows}, current="channel")


@require_http_methods(["GET", "HEAD", "POST"])
@publisher_required
def set_status(request: StaffRequest, key: str) -> HttpResponse:
    facility = _find(key)
    if request.method != "POST" or request.POST.get("stand") not in Status.values:
        return _page(request, facility)
    try:
        since, until = _times(request.POST.get("ab", ""), request.POST.get("bis", ""))
    except NoSuchTime as missing:
        return _page(request, facility, problem=missing.sentence)
    except Past:
        return _page(request, facility, problem=_("Das Ende ist schon vorbei oder liegt vor dem Beginn."))
    status = Status(request.POST["stand"])
    set_facility(
        facility,
        status,
        reason=" ".join(request.POST.get("grund", "").split())[:60],
        since=since,
        until=until,
        by=request.staff,
        key=clean_text(request.POST.get("schluessel", ""))[:40] or str(uuid4()),
    )
    messages.success(request, _said(facility, status, since))
    return redirect("desk_facilities")


@require_POST
@publisher_required
def undo(request: StaffRequest, key: str, pk: UUID) -> HttpResponse:
    facility, found = _find(key), find(pk)
    if found.facility_id != facility.pk:
        raise Http404
    try:
        again = undo_facility(found, by=request.staff)
    except TooLate:
        messages.warning(request, _("Das lässt sich nicht mehr zurücknehmen. Setzen Sie den Stand neu."))
    else:
        now = again.title if again else _("%(name)s: nichts mehr gemeldet") % {"name": facility.name}
        messages.success(request, _("Zurückgenommen. %(now)s.") % {"now": now})
    return redirect("desk_facilities")


def _page(request: StaffRequest, facility: Facility, *, problem: str = "") -> HttpResponse:
    now = statuses_right_now()
    words, newest = _state(facility, now)
    choices = [
        (Status.CLOSED, _("Heute geschlossen")),
        (Status.LIMITED, _("Heute eingeschränkt")),
        (Status.OPEN, _("Wieder offen")),
    ]
    context: dict[str, Any] = {
        "facility": facility,
        "words": words,
        "newest": newest,
        "key": str(uuid4()),
        "problem": problem,
        "typed": request.POST,
        "choices": choices,
        "quick": _without(choices, _held(facility, now)),
        "reasons": [_("wegen Gewitter"), _("wegen Reparatur"), _("weil Personal fehlt"), _("weil es voll ist")],
    }
    status = 422 if problem else 200
    return desk_page(request, "desk/channel/facility.html", context, current="channel", status=status)


def _without(choices: list[tuple[Status, str]], held: set[str]) -> list[tuple[Status, str]]:
    """The others; of what is not open, to open it comes first."""
    others = [choice for choice in choices if choice[0] not in held]
    return others[::-1] if held else others


def _held(facility: Facility, statuses: list[Publication]) -> set[str]:
    """What holds until the end of the day, with nothing else to come: to say it again would tell everybody twice."""
    rows = [row for row in statuses if row.facility_id == facility.pk]
    is_all = len(rows) == 1 and rows[0].holds and (rows[0].ends_at is None or rows[0].ends_at >= _end_of_today())
    return {rows[0].status} if is_all else set()


def _end_of_today() -> datetime:
    return datetime.combine(clock.today() + timedelta(days=1), time(0), BERLIN)


def _find(key: str) -> Facility:
    found = next((facility for facility in facilities() if facility.key == key), None)
    if found is None:
        raise Http404
    return found


def _state(facility: Facility, statuses: list[Publication]) -> tuple[list[str], Publication | None]:
    """How it is and will be today, in words; and what was set last, if it can be taken back."""
    rows = [row for row in statuses if row.facility_id == facility.pk]
    newest = max(rows, key=lambda row: row.created_at, default=None)
    words = [_words(row) for row in sorted(rows, key=lambda row: row.is_announced)]
    return words, newest if newest and may_undo(newest) else None


def _words(row: Publication) -> str:
    words = {"status": STATUS.get(row.status, ""), "end": clock_time(row.ends_at, is_end=True)}
    if row.is_announced:
        return _("ab %(start)s Uhr %(status)s, bis %(end)s Uhr") % {**words, "start": clock_time(row.starts_at)}
    return _("%(status)s bis %(end)s Uhr") % words


def clock_time(instant: datetime | None, *, is_end: bool = False) -> str:
    shown = f"{localtime(instant):%H:%M}" if instant else ""
    return "24:00" if is_end and shown == "00:00" else shown


def _said(facility: Facility, status: Status, since: datetime | None) -> str:
    words = {"name": facility.name, "status": STATUS[status], "time": clock_time(since)}
    if since:
        return _("%(name)s: ab %(time)s Uhr %(status)s.") % words
    return _("%(name)s: jetzt %(status)s.") % words


def _times(since: str, until: str) -> tuple[datetime | None, datetime]:
    """Wall clock times of today. From now on unless told otherwise, and until the end of the day.

    Raises NoSuchTime, and Past for an end that is over or not after the beginning.
    """
    now = clock.now()
    begins = _today(since)
    begins = begins if begins and begins > now else None
    ends = _today(until, is_end=True) or _end_of_today()
    if ends.timestamp() <= max(now, begins or now).timestamp():
        raise Past
    return begins, ends


def _today(typed: str, *, is_end: bool = False) -> datetime | None:
    """None for what is no time."""
    try:
        at = time.fromisoformat(typed)
    except ValueError:
        return None
    return read_instant(f"{clock.today()}T{at:%H:%M}", is_end=is_end)
