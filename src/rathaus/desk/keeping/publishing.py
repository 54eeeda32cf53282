"""Publishing what was changed, withdrawing, and offering again. Each asks for the state that the person saw."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import (
    Offer,
    Stale,
    TextsInvalid,
    compiled,
    discard_terms,
    publish_terms,
    terms_of,
    withdraw_offer,
)
from rathaus.formengine.service import ParametersInvalid

from .differing import Snapshot, differences
from .frame import find_offer, service_page
from .sheets import seen_revision
from .textform import LABELS
from .titles import title_of
from .versions import States


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def publish_changes(request: StaffRequest, key: str) -> HttpResponse:
    """Shows what will be different for everybody, and publishes it."""
    offer = find_offer(key)
    if request.method != "POST":
        return _review(request, offer)
    revision, draft_revision = seen_revision(request), seen_revision(request, "draft_revision")
    try:
        publish_terms(offer, revision=revision, draft_revision=draft_revision, by=request.staff)
    except Stale:
        return _review(request, find_offer(key), is_stale=True, status=409)
    except (ParametersInvalid, TextsInvalid) as wrong:
        return _review(request, find_offer(key), faults=_faults(wrong, offer), status=422)
    messages.success(request, _("Veröffentlicht. Ab jetzt gilt es für alle, die neu beginnen."))
    return HttpResponseRedirect(reverse("desk_service", args=[key]))


def _review(
    request: StaffRequest, offer: Offer, *, is_stale: bool = False, faults: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    states = States.of(offer)
    definition_now = states.now()
    waiting = Snapshot(definition_now.content, terms_of(states.changes))
    context = {
        "offer": offer,
        "title": title_of(offer),
        "changes": states.changes,
        "is_stale": is_stale,
        "faults": faults,
        "sections": differences(definition_now, waiting),
    }
    template = "desk/keeping/publish.html"
    return service_page(request, template, context, key=offer.service_key, page="desk_service", status=status)


def _faults(wrong: ParametersInvalid | TextsInvalid, offer: Offer) -> list[str]:
    """What of the changes doesn't fit the version that is on offer by now, and why."""
    if isinstance(wrong, TextsInvalid):
        return [f"{LABELS.get(key, key)}: {reason}" for (_language, key), reason in wrong.reasons.items()]
    labels = compiled(offer.current_version).definition.texts["de"].parameters
    return [f"{labels.get(key.rpartition('.')[2], key)}: {reason}" for key, reason in wrong.reasons.items()]


def _act(do: Callable[[StaffRequest, Offer], str]) -> Callable[..., HttpResponse]:
    """Make a function that does one act and says what it did a view; whoever saw an older state is told so."""

    @require_POST
    @admin_required
    def view(request: StaffRequest, key: str) -> HttpResponse:
        try:
            messages.success(request, do(request, find_offer(key)))
        except Stale:
            stale = _("Es wurde nichts geändert: In der Zwischenzeit hat jemand anderes gespeichert. Sehen Sie nach.")
            messages.warning(request, stale)
        return HttpResponseRedirect(reverse("desk_service", args=[key]))

    return view  # type: ignore[return-value]  # decorators of Django promise a HttpResponseBase


@_act
def withdraw(request: StaffRequest, offer: Offer) -> str:
    withdraw_offer(offer, by=request.staff, revision=seen_revision(request))
    return _("Zurückgezogen. Neue Anträge sind nicht mehr möglich, laufende gehen weiter.")


@_act
def discard(request: StaffRequest, offer: Offer) -> str:
    discard_terms(offer, revision=seen_revision(request, "draft_revision"), by=request.staff)
    return _("Die Änderungen sind verworfen. Es gilt, was veröffentlicht ist.")
