"""What was told, what waits, and how far a message got."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffMember, StaffRequest, staff_required
from rathaus.channel.service import (
    Kind,
    Publication,
    count_recipients,
    label,
    may,
    progress_of,
    publications,
    reach,
    rights_of_all,
    waiting_correction,
    waiting_for,
    when,
    where,
)
from rathaus.core import clock
from rathaus.desk.frame import desk_page

from .access import find, may_change
from .differing import differences

_PAGE = 20
_FRESH = timedelta(minutes=10)
VIEWS: dict[str, Promise] = {
    "": gettext_lazy("Alle"),
    "jetzt": gettext_lazy("Gilt jetzt"),
    "geplant": gettext_lazy("Noch nicht hinaus"),
}


@require_safe
@staff_required
def show_board(request: StaffRequest) -> HttpResponse:
    chosen = request.GET.get("stand", "")
    page = Paginator(publications(chosen), _PAGE).get_page(request.GET.get("seite"))
    rights = may(request.staff)
    context = {
        "page": page,
        "chosen": chosen,
        "views": [(word, f"?stand={name}" if name else "?", name == chosen, None) for name, word in VIEWS.items()],
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
    # Who is about to write the all-clear must not lose it to a new page.
    is_live = any(not row.is_done for row in rows) and "ende" not in request.GET
    word, colour = state_of(found)
    is_allowed = may_change(request, found)
    context = {
        "publication": found,
        "label": label(found),
        "word": word,
        "colour": colour,
        "when": when(found),
        "where": where(found),
        "progress": rows,
        "is_live": is_live,
        "may_change": is_allowed and found.ended_at is None,
        "end_words": _end_words(found),
        **_waiting(request, found, is_allowed=is_allowed),
    }
    response = desk_page(request, "desk/channel/publication.html", context, current="channel")
    if is_live:
        fresh = any(row.dispatch.at > clock.now() - _FRESH for row in rows)
        response.headers["Refresh"] = "3" if fresh else "60"  # without a script too
    return response


def _waiting(request: StaffRequest, found: Publication, *, is_allowed: bool) -> dict[str, Any]:
    """What waits for a second person: the warning itself, or its correction; and whom to ask."""
    correction = waiting_correction(found)
    waits = found.waits_for_second
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
        "counts": count_recipients(found.topic_id, reach(correction[1] if correction else found)),
        "may_release": is_allowed and not mine,
        "others": [str(right.staff) for right in rights_of_all() if right.may_warn and right.staff != writer],
    }


def _end_words(publication: Publication) -> str:
    if publication.published_at is None:
        return _("Zurückziehen")
    return _("Entwarnung geben") if publication.kind == Kind.WARNING else _("Beenden")


def state_of(publication: Publication) -> tuple[str, str]:
    """In a word, and its colour."""
    if publication.ended_at:
        return _("Beendet") if publication.published_at else _("Zurückgezogen"), ""
    if publication.waits_for_second:
        return _("Wartet auf Freigabe"), "warning"
    if getattr(publication, "has_correction", False):
        return _("Korrektur wartet auf Freigabe"), "warning"
    if publication.published_at is None and publication.is_over:
        return _("Nicht hinausgegangen"), ""
    return (_("Geplant"), "info") if publication.published_at is None else _state_of_told(publication)


def _state_of_told(publication: Publication) -> tuple[str, str]:
    if publication.kind == Kind.STATUS and publication.starts_at and publication.starts_at > clock.now():
        return _("Beginnt noch"), "info"
    if not publication.holds:
        return _("Abgelaufen"), ""
    told_once = publication.kind in {Kind.NEWS, Kind.EVENT}
    return (_("Veröffentlicht") if told_once else _("Gilt")), "success"
