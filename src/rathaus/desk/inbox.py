"""The inbox: what is to be done, the most urgent first. Every state of the list is an address."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffMember, StaffRequest, staff_required
from rathaus.cases.service import Filters, InboxPage, Status, inbox
from rathaus.catalogue.service import list_offers
from rathaus.core.text import clean_text

from .frame import desk_page

_WHOSE = {"meine": "mine", "frei": "free"}
_DONE = "erledigt"
_COUNTED = 1000


@require_safe
@staff_required
def show_inbox(request: StaffRequest) -> HttpResponse:
    filters = read_filters(request.GET)
    found = inbox(request.staff, filters=filters)
    context = {
        "list": found,
        "waiting": found.counts["waiting"],
        "pages": _Pages(found),
        "tabs": tabs(request.staff, found),
        "services": [(card.key, card.title) for card in list_offers("de")],
        "statuses": _statuses(),
        "shows_units": request.staff.role == StaffMember.Role.ADMIN,
    }
    counts = {"paper": found.counts["paper"]}
    return desk_page(request, "desk/inbox.html", context, current="inbox", counts=counts)


def read_filters(query: QueryDict) -> Filters:
    """The address → filters. What makes no sense is left out, never an error."""
    state = query.get("stand", "")
    page = query.get("seite", "")
    return Filters(
        whose=_WHOSE.get(query.get("wer", ""), "unit"),  # type: ignore[arg-type]  # the values of _WHOSE
        state="done" if state == _DONE else state if state in Status.values else "open",
        service=clean_text(query.get("leistung", ""))[:80],
        q=clean_text(query.get("q", ""))[:100],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004 -- 5 digits
    )


def tabs(staff: StaffMember, found: InboxPage) -> list[tuple[str, str, bool, str | None]]:
    """Label, address, whether it is shown, how many. The other filters stay when the tab changes."""
    counts, filters = found.counts, found.filters
    kept = {"leistung": filters.service, "q": filters.q}
    is_done = filters.state == "done"
    everybody = _("Alle Ämter") if staff.role == StaffMember.Role.ADMIN else _("Mein Amt")
    rows: list[tuple[str, dict[str, str], bool, str | None]] = [
        (_("Meine"), {"wer": "meine"}, not is_done and filters.whose == "mine", _shown(counts["mine"])),
        (_("Noch frei"), {"wer": "frei"}, not is_done and filters.whose == "free", _shown(counts["free"])),
        (everybody, {}, not is_done and filters.whose == "unit", _shown(counts["unit"])),
        (_("Erledigt"), {"stand": _DONE}, is_done, None),
    ]
    return [(label, _address(own | kept), current, count) for label, own, current, count in rows]


def _shown(count: int) -> str:
    """Counting stops at a thousand."""
    return f"{_COUNTED - 1}+" if count >= _COUNTED else str(count)


def _address(parameters: dict[str, Any]) -> str:
    given = urlencode({key: value for key, value in parameters.items() if value})
    return f"/amt/?{given}" if given else "/amt/"


def _statuses() -> list[tuple[str, str]]:
    return [
        (Status.SUBMITTED, _("Eingereicht")),
        (Status.RECEIVED, _("Eingegangen")),
        (Status.PROCESSING, _("In Bearbeitung")),
        (Status.ACTION_REQUIRED, _("Wartet auf Antwort")),
    ]


class _Pages:
    """An inbox page with the methods of Django's, for the pagination tag."""

    def __init__(self, found: InboxPage) -> None:
        self.number = found.page
        self.paginator = Paginator(range(found.pages), 1)

    def has_previous(self) -> bool:
        return self.number > 1

    def has_next(self) -> bool:
        return self.number < self.paginator.num_pages
