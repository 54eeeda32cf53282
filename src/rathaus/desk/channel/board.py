"""What was told, what waits, and how far a message got."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffMember, StaffRequest, staff_required
from rathaus.channel.service import (
    Kind,
    Publication,
    figures_by_topic,
    label,
    may,
    progress_of,
    publications,
    rights_of_all,
    waiting_correction,
    waiting_for,
    when,
    where,
)
from rathaus.core import clock
from rathaus.desk.frame import desk_page

from .access import find
from .differing import differences

_PAGE = 20


@require_safe
@staff_required
def show_board(request: StaffRequest) -> HttpResponse:
    page = Paginator(publications(), _PAGE).get_page(request.GET.get("seite"))
    rights = may(request.staff)
    context = {
        "page": page,
        "rows": [(row, label(row), *state_of(row)) for row in page],
        "may": rights,
        "is_admin": request.staff.role == StaffMember.Role.ADMIN,
        "for_you": waiting_for(request.staff) if rights.warn else [],
    }
    return desk_page(request, "desk/channel/board.html", context, current="channel")


@require_safe
@staff_required
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = find(pk)
    rows = progress_of(found)
    word, colour = state_of(found)
    may_change = may(request.staff).publish(found.kind, of_facility=found.facility_id is not None)
    context = {
        "publication": found,
        "label": label(found),
        "word": word,
        "colour": colour,
        "when": when(found),
        "where": where(found),
        "progress": rows,
        "is_running": any(not row.is_done for row in rows),
        "may_change": may_change and found.ended_at is None,
        **_waiting(request, found, may_change=may_change),
    }
    response = desk_page(request, "desk/channel/publication.html", context, current="channel")
    if context["is_running"]:
        response.headers["Refresh"] = "3"  # without a script too
    return response


def _waiting(request: StaffRequest, found: Publication, *, may_change: bool) -> dict[str, Any]:
    """What waits for a second person: the warning itself, or its correction; and whom to ask."""
    correction = waiting_correction(found)
    waits = waits_for_second(found)
    if not waits and correction is None:
        return {}
    writer = correction[0].by if correction else found.by
    mine = writer is not None and writer.pk == request.staff.pk
    return {
        "waits": waits,
        "correction": correction[0] if correction else None,
        "differences": differences(found, correction[1]) if correction else [],
        "writer": writer,
        "is_mine": mine,
        "may_release": may_change and not mine,
        "others": [str(right.staff) for right in rights_of_all() if right.may_warn and right.staff != writer],
    }


@require_safe
@staff_required
def show_figures(request: StaffRequest) -> HttpResponse:
    rows = figures_by_topic()
    most = max((row.subscribers for row in rows), default=0) or 1
    return desk_page(request, "desk/channel/figures.html", {"rows": rows, "most": most}, current="channel")


def waits_for_second(publication: Publication) -> bool:
    return publication.needs_second and publication.released_by_id is None and publication.ended_at is None


def state_of(publication: Publication) -> tuple[str, str]:
    """In a word, and its colour."""
    if publication.ended_at:
        return _("Beendet"), ""
    if waits_for_second(publication):
        return _("Wartet auf Freigabe"), "warning"
    if getattr(publication, "has_correction", False):
        return _("Korrektur wartet auf Freigabe"), "warning"
    if publication.published_at is None:
        return _("Geplant"), "info"
    if publication.kind == Kind.STATUS and publication.starts_at and publication.starts_at > clock.now():
        return _("Beginnt noch"), "info"
    return (_("Gilt"), "success") if publication.holds else (_("Abgelaufen"), "")
