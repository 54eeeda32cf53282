"""The list of a postbox. Every state of it is an address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.core.text import clean_text
from rathaus.portal.account.access import PersonaRequest
from rathaus.postbox.service import Entry, EntryPage, Wanted, own_entry, postbox_page, put_away

from .access import reader_required
from .rows import draw_lines
from .wording import lines_of, title_of

_KINDS = {
    "vorgaenge": Entry.Kind.CASE,
    "nachrichten": Entry.Kind.THREAD,
    "bescheide": Entry.Kind.NOTICE,
    "entwuerfe": Entry.Kind.DRAFT,
}
_ARCHIVE = "archiv"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the address asks for: `kind` is one of the tabs."""

    kind: str
    q: str
    page: int

    def wanted(self) -> Wanted:
        kinds = (_KINDS[self.kind],) if self.kind in _KINDS else ()
        return Wanted(kinds=kinds, archived=self.kind == _ARCHIVE, q=self.q, page=self.page)

    def address(self, **changed: Any) -> str:
        given = {"art": self.kind, "q": self.q, "seite": self.page if self.page > 1 else "", **changed}
        query = urlencode({key: value for key, value in given.items() if value})
        return reverse("postbox") + (f"?{query}" if query else "")


@require_safe
@reader_required
def entries(request: PersonaRequest) -> HttpResponse:
    shown = read_shown(request.GET)
    found = postbox_page(request.persona.holder, shown.wanted())
    context = {
        "persona": request.persona,
        "shown": shown,
        "unread": found.unread,
        "lines": _draw(request, shown, found),
        "tabs": _tabs(shown),
        "undo": _put_away(request),
        **_pages(shown, found),
    }
    return render(request, "portal/mailbox/list.html", context)


def read_shown(query: QueryDict) -> Shown:
    """What makes no sense is left out, never an error."""
    kind, page = query.get("art", ""), query.get("seite", "")
    return Shown(
        kind=kind if kind in _KINDS or kind == _ARCHIVE else "",
        q=clean_text(query.get("q", ""))[:100],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,  # noqa: PLR2004 -- 4 digits
    )


@require_POST
@reader_required
def archive(request: PersonaRequest) -> HttpResponse:
    """Put a line away, or take it back out; the page then offers to undo it."""
    back = "zurueck" in request.POST
    entry_id = _uuid(request.POST.get("eintrag", ""))
    entry = put_away(request.persona.holder, entry_id, back=back) if entry_id else None
    if entry is None:
        raise Http404
    shown = read_shown(request.POST)
    return redirect(shown.address(**({} if back else {"weg": str(entry.pk)})))


def _draw(request: PersonaRequest, shown: Shown, found: EntryPage) -> str:
    """Nothing where there is nothing."""
    lines = list(lines_of(found.entries, request.municipality))  # type: ignore[attr-defined]  # the middleware's
    return draw_lines(request, lines, kind=shown.kind, q=shown.q) if lines else ""


def _tabs(shown: Shown) -> list[tuple[str, str, bool]]:
    labels = (
        ("", _("Alle")),
        ("vorgaenge", _("Vorgänge")),
        ("nachrichten", _("Nachrichten")),
        ("bescheide", _("Bescheide")),
        ("entwuerfe", _("Entwürfe")),
        (_ARCHIVE, _("Archiv")),
    )
    return [(label, shown.address(art=kind, seite=""), kind == shown.kind) for kind, label in labels]


def _pages(shown: Shown, found: EntryPage) -> dict[str, str]:
    return {
        "newer": shown.address(seite=found.page - 1 if found.page > 2 else "") if found.page > 1 else "",  # noqa: PLR2004 -- the first page has no number
        "older": shown.address(seite=found.page + 1) if found.has_next else "",
    }


def _put_away(request: PersonaRequest) -> dict[str, Any] | None:
    """What was just put away, for the button that takes it back."""
    entry_id = _uuid(request.GET.get("weg", ""))
    entry = own_entry(request.persona.holder, entry_id) if entry_id else None
    return {"pk": entry.pk, "title": title_of(entry)} if entry is not None and entry.archived_at else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
