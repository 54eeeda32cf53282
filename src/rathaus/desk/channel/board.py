"""What was told, what waits, and how far a message got."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.channel.service import (
    Publication,
    figures_by_topic,
    find_publication,
    label,
    progress_of,
    publications,
    when,
    where,
)
from rathaus.desk.frame import desk_page

_PAGE = 20


@require_safe
@staff_required
def show_board(request: StaffRequest) -> HttpResponse:
    page = Paginator(publications(), _PAGE).get_page(request.GET.get("seite"))
    context = {"page": page, "rows": [(row, label(row), *state_of(row)) for row in page]}
    return desk_page(request, "desk/channel/board.html", context, current="channel")


@require_safe
@staff_required
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = find(pk)
    rows = progress_of(found)
    word, colour = state_of(found)
    context = {
        "publication": found,
        "label": label(found),
        "word": word,
        "colour": colour,
        "when": when(found),
        "where": where(found),
        "progress": rows,
        "is_running": any(not row.is_done for row in rows),
        "may_release": waits_for_second(found) and found.by_id != request.staff.pk,
        "waits": waits_for_second(found),
        "can_end": found.ended_at is None,
        "can_correct": found.ended_at is None and not (found.needs_second and found.published_at),
    }
    response = desk_page(request, "desk/channel/publication.html", context, current="channel")
    if context["is_running"]:
        response.headers["Refresh"] = "3"  # without a script too
    return response


@require_safe
@staff_required
def show_figures(request: StaffRequest) -> HttpResponse:
    rows = figures_by_topic()
    most = max((row.subscribers for row in rows), default=0) or 1
    return desk_page(request, "desk/channel/figures.html", {"rows": rows, "most": most}, current="channel")


def find(pk: UUID) -> Publication:
    """Raises Http404, the same for one of another municipality as for none."""
    found = find_publication(pk)
    if found is None:
        raise Http404
    return found


def waits_for_second(publication: Publication) -> bool:
    return publication.needs_second and publication.released_by_id is None and publication.ended_at is None


def state_of(publication: Publication) -> tuple[str, str]:
    """In a word, and its colour."""
    if publication.ended_at:
        return _("Beendet"), ""
    if waits_for_second(publication):
        return _("Wartet auf Freigabe"), "warning"
    if publication.published_at is None:
        return _("Geplant"), "info"
    return (_("Gilt"), "success") if publication.holds else (_("Abgelaufen"), "")
