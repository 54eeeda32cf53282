"""All services with their state. Every state of the list is an address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import Kept, kept_services
from rathaus.core.text import clean_text, fold

from .frame import keeping_page

_PER_PAGE = 50
# What the address calls a state, and which of a service's marks it asks for.
STATES = {"veroeffentlicht": "published", "zurueckgezogen": "withdrawn", "entwurf": "draft"}
CHANGED = "geaendert"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; what makes no sense is left out, never an error."""

    q: str = ""
    state: str = ""

    def fits(self, kept: Kept) -> bool:
        has_words = all(word in fold(f"{kept.title} {kept.key} {kept.unit}") for word in fold(self.q).split())
        return has_words and self.is_in(kept)

    def is_in(self, kept: Kept) -> bool:
        if self.state == CHANGED:
            return kept.is_changed
        return not self.state or kept.state == STATES[self.state]


@require_safe
@admin_required
def show_services(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("stand", "")
    wanted = Wanted(clean_text(request.GET.get("q", ""))[:100], state if state in {*STATES, CHANGED} else "")
    kept = kept_services()
    found = [one for one in kept if wanted.fits(one)]
    context = {
        "wanted": wanted,
        "tabs": _tabs(wanted, kept),
        "services": Paginator(found, _PER_PAGE).get_page(request.GET.get("seite")),
        "total": len(found),
    }
    return keeping_page(request, "desk/keeping/services.html", context, area="desk_services")


def _tabs(wanted: Wanted, kept: list[Kept]) -> list[tuple[str, str, bool, int]]:
    labels = {
        "": _("Alle"),
        "veroeffentlicht": _("Veröffentlicht"),
        CHANGED: _("Mit Änderungen"),
        "entwurf": _("Entwürfe"),
        "zurueckgezogen": _("Zurückgezogen"),
    }
    return [
        (label, _address(wanted.q, state), state == wanted.state, sum(Wanted(state=state).is_in(one) for one in kept))
        for state, label in labels.items()
    ]


def _address(q: str, state: str) -> str:
    given = urlencode({name: value for name, value in (("q", q), ("stand", state)) if value})
    return reverse("desk_services") + (f"?{given}" if given else "")
