"""Trying a service out: what can be looked at and walked through, and how its own examples go."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import (
    Offer,
    ServiceDraft,
    TermsDraft,
    Trial,
    find_draft,
    find_kept_offer,
    make_trial,
    run_examples,
    terms_draft,
)
from rathaus.formengine.service import CompiledTexts

from .frame import draft_pages, service_page
from .sheets import language

_DRAFT = "entwurf"


@dataclass(frozen=True)
class Tried:
    """What there is of a service: on offer, with changed terms, as a draft of its form."""

    key: str
    offer: Offer | None
    changes: TermsDraft | None
    draft: ServiceDraft | None

    @classmethod
    def of(cls, key: str) -> "Tried":
        """Raises Http404 for a key that nothing has."""
        offer, draft = find_kept_offer(key), find_draft(key)
        if offer is None and draft is None:
            raise Http404
        return cls(key, offer, terms_draft(offer) if offer else None, draft)

    def trial(self, request: StaffRequest, *, of_draft: bool) -> Trial | None:
        return make_trial(self.key, language=language(), unit=request.staff.unit, of_draft=of_draft)

    def context(self, trial: Trial | None, page: str) -> dict[str, Any]:
        title = CompiledTexts(trial.service.definition, trial.context).title if trial else self.key
        around: dict[str, Any] = {"offer": self.offer, "changes": self.changes, "title": title}
        return around if self.offer else {**around, "pages": draft_pages(self.key, page)}


@require_safe
@admin_required
def show_trials(request: StaffRequest, key: str) -> HttpResponse:
    tried = Tried.of(key)
    offered = tried.trial(request, of_draft=False)
    drafted = tried.trial(request, of_draft=True) if tried.draft else None
    context = {
        **tried.context(offered or drafted, "desk_trial"),
        "states": list(_states(offered, drafted)),
        "is_draft_unsound": tried.draft is not None and drafted is None,
    }
    return service_page(request, "desk/keeping/trials.html", context, key=key, page="desk_trial")


def _states(offered: Trial | None, drafted: Trial | None) -> Any:
    """What can be tried: name, whether there is a form, the addresses' query."""
    if offered:
        yield _("Die Leistung mit Ihren Änderungen"), offered.service.has_form, ""
    if drafted:
        yield _("Der Entwurf des Formulars"), drafted.service.has_form, "fassung=entwurf"


@require_safe
@admin_required
def show_examples(request: StaffRequest, key: str) -> HttpResponse:
    tried = Tried.of(key)
    of_draft = tried.draft is not None and (request.GET.get("fassung") == _DRAFT or tried.offer is None)
    trial = tried.trial(request, of_draft=of_draft)
    results = run_examples(trial.service) if trial else ()
    context = {
        **tried.context(trial, "desk_examples"),
        "results": results,
        "failed": sum(bool(result.reasons) for result in results),
        "is_unsound": trial is None,
        "states": _tabs(request.path, tried, of_draft=of_draft),
        "states_label": _("Welcher Stand"),
    }
    return service_page(request, "desk/keeping/examples.html", context, key=key, page="desk_examples")


def _tabs(address: str, tried: Tried, *, of_draft: bool) -> list[tuple[str, str, bool]]:
    if not (tried.offer and tried.draft):
        return []
    return [
        (_("Veröffentlichte Fassung"), address, not of_draft),
        (_("Entwurf des Formulars"), f"{address}?fassung={_DRAFT}", of_draft),
    ]
