"""Versions of a service: what was on offer when, what differs between two of them, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import (
    Offer,
    Publication,
    ServiceDraft,
    Stale,
    TermsDraft,
    compiled,
    find_draft,
    publications,
    roll_back,
    terms_draft,
    terms_of,
)
from rathaus.desk.wording import moment
from rathaus.formengine.service import DefinitionsInvalid, ParametersInvalid

from .differing import Snapshot, differences
from .frame import find_offer, service_page
from .sheets import seen_revision
from .titles import title_of

PENDING, DRAFT = "aenderungen", "entwurf"


@dataclass(frozen=True)
class States:
    """Every state of a service that can be compared, by the name that an address gives it; the newest first."""

    offer: Offer
    changes: TermsDraft
    draft: ServiceDraft | None
    published: list[Publication]

    @classmethod
    def of(cls, offer: Offer) -> "States":
        return cls(offer, terms_draft(offer), find_draft(offer.service_key), publications(offer))

    def options(self) -> Iterator[tuple[str, str]]:
        if self.draft:
            yield DRAFT, _("Entwurf des Formulars")
        if self.changes.is_open:
            yield PENDING, _("Änderungen, die noch nicht veröffentlicht sind")
        for row in self.published:
            yield str(row.pk), describe(row)

    def label(self, name: str) -> str:
        return dict(self.options()).get(name, "")

    def snapshot(self, name: str) -> Snapshot:
        """Raises Http404 for a name that is none of the options."""
        if name == DRAFT and self.draft:
            return Snapshot(self.draft.content, terms_of(self.changes))
        if name == PENDING and self.changes.is_open:
            return Snapshot.of(compiled(self.offer.current_version).definition, terms_of(self.changes))
        row = next((row for row in self.published if str(row.pk) == name), None)
        if row is None:
            raise Http404
        return self.then(row)

    def then(self, row: Publication) -> Snapshot:
        row.unit = row.unit or self.offer.unit
        return Snapshot.of(compiled(row.version_id).definition, terms_of(row))

    def now(self) -> Snapshot:
        return Snapshot.of(compiled(self.offer.current_version).definition, terms_of(self.offer))

    def usual(self) -> tuple[str, str]:
        """What somebody wants to compare who names nothing: what waits with what holds, else the last two."""
        names = [name for name, _label in self.options()]
        return names[min(1, len(names) - 1)], names[0]


def describe(row: Publication) -> str:
    """`heute, 9:12 Uhr · Ida Admin`, with what it was if it wasn't a publication."""
    who = str(row.by) if row.by else _("gemeinsame Leistungen")
    what = f" · {_('zurückgezogen')}" if row.state == Offer.State.WITHDRAWN else ""
    return f"{moment(row.at)} · {who}{what}"


@require_safe
@admin_required
def show_versions(request: StaffRequest, key: str) -> HttpResponse:
    states = States.of(find_offer(key))
    context = {"states": states, "rows": list(_rows(states))}
    return _page(request, "desk/keeping/versions.html", states, context)


@require_safe
@admin_required
def compare(request: StaffRequest, key: str) -> HttpResponse:
    states = States.of(find_offer(key))
    usual_from, usual_to = states.usual()
    older, newer = request.GET.get("von") or usual_from, request.GET.get("bis") or usual_to
    context = {
        "states": states,
        "options": list(states.options()),
        "older": (older, states.label(older)),
        "newer": (newer, states.label(newer)),
        "sections": differences(states.snapshot(older), states.snapshot(newer)),
    }
    return _page(request, "desk/keeping/compare.html", states, context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def go_back(request: StaffRequest, key: str, publication: UUID) -> HttpResponse:
    """Asks once, with what would change; then the old state is a new publication."""
    offer = find_offer(key)
    states = States.of(offer)
    row = next((row for row in states.published if row.pk == publication), None)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, states, row)
    try:
        roll_back(offer, row, revision=seen_revision(request), by=request.staff)
    except Stale:
        return _ask(request, States.of(find_offer(key)), row, is_stale=True, status=409)
    except (ParametersInvalid, DefinitionsInvalid) as wrong:
        return _ask(request, states, row, faults=[str(wrong)], status=422)
    messages.success(
        request, _("Die Leistung ist wieder wie damals. Laufende Entwürfe und Vorgänge bleiben, wie sie sind.")
    )
    return HttpResponseRedirect(reverse("desk_versions", args=[key]))


def _ask(request: StaffRequest, states: States, row: Publication, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "states": states,
        "row": row,
        "described": describe(row),
        "sections": differences(states.now(), states.then(row)),
        **more,
    }
    return _page(request, "desk/keeping/go_back.html", states, context, status=status)


def _page(
    request: StaffRequest, template: str, states: States, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    offer = states.offer
    around = {"offer": offer, "title": title_of(offer), "changes": states.changes}
    return service_page(
        request, template, {**around, **context}, key=offer.service_key, page="desk_versions", status=status
    )


def _rows(states: States) -> Iterator[dict[str, Any]]:
    """Each publication with what it changed, in a few words."""
    older: list[Publication | None] = [*states.published[1:], None]
    for number, (row, before) in enumerate(zip(states.published, older, strict=True)):
        yield {"row": row, "described": describe(row), "what": _what(row, before), "is_current": number == 0}


def _what(row: Publication, before: Publication | None) -> str:
    if before is None:
        return _("Erste Veröffentlichung")
    if row.state == Offer.State.WITHDRAWN:
        return _("Nicht mehr angeboten")
    now, then = terms_of(row), terms_of(before)
    parts = {
        _("Formular und Texte"): row.version_id != before.version_id,
        _("Einstellungen"): (now.parameters, now.members) != (then.parameters, then.members),
        _("eigene Texte"): now.texts != then.texts,
        _("Zeiten und Amt"): (now.window, row.unit_id) != (then.window, before.unit_id),
        _("wieder angeboten"): before.state == Offer.State.WITHDRAWN,
    }
    return ", ".join(name for name, differs in parts.items() if differs) or _("nichts anders als zuvor")
