"""What follows a message: release, correction, all-clear."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest
from rathaus.channel import service as channel
from rathaus.channel.service import ChangedMeanwhile, NeedsSecondPerson, NotChangeable

from .access import find, find_own, publisher_required
from .reading import Typed, from_publication, read_typed
from .writing import Problem, form, read_message


@require_POST
@publisher_required
def release_it(request: StaffRequest, pk: UUID) -> HttpResponse:
    seen = request.POST.get("stand", "")
    try:
        channel.release(find(pk), by=request.staff, sequence=int(seen) if seen.isdecimal() else None)
    except NeedsSecondPerson:
        messages.warning(request, _("Jemand anders muss die Warnung freigeben, nicht Sie selbst."))
    except ChangedMeanwhile:
        messages.warning(request, _("Die Warnung wurde gerade geändert. Lesen Sie sie noch einmal."))
    except NotChangeable:
        messages.warning(request, _("Ihr Ende ist schon vorbei. Geben Sie zuerst ein späteres an."))
    else:
        messages.success(request, _("Die Warnung ist freigegeben."))
    return redirect("desk_publication", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@publisher_required
def correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everybody who gets the topic is told what is right now; of some warnings, once somebody else agrees."""
    found = find_own(request, pk)
    if request.method != "POST":
        waiting = channel.waiting_correction(found)
        return _form(request, from_publication(waiting[1] if waiting else found), found)
    typed = read_typed(request.POST, "")
    typed.values.update(art=found.kind, thema=found.topic.key)
    message = read_message(typed, known=found)
    if isinstance(message, Problem):
        return _form(request, typed, found, message)
    try:
        waits = channel.correct(found, message, by=request.staff, tell="sagen" in request.POST)
    except NotChangeable:
        messages.warning(request, _("Das lässt sich nicht mehr ändern. Beenden Sie es, und schreiben Sie es neu."))
    else:
        _say(request, waits=waits is not None)
    return redirect("desk_publication", pk=pk)


def _form(
    request: StaffRequest, typed: Typed, found: channel.Publication, problem: Problem | None = None
) -> HttpResponse:
    takes_two = found.published_at is not None and channel.takes_two(found, request.staff)
    return form(request, typed, template="correct", publication=found, problem=problem, takes_two=takes_two)


def _say(request: StaffRequest, *, waits: bool) -> None:
    if waits:
        messages.info(request, _("Die Korrektur wartet. Sie gilt, sobald jemand anders sie freigibt."))
    else:
        messages.success(request, _("Die Meldung ist geändert."))


@require_POST
@publisher_required
def release_correction(request: StaffRequest, pk: UUID, correction: UUID) -> HttpResponse:
    try:
        channel.release_correction(find(pk), correction, by=request.staff)
    except NeedsSecondPerson:
        messages.warning(request, _("Jemand anders muss die Korrektur freigeben, nicht Sie selbst."))
    except ChangedMeanwhile:
        messages.warning(request, _("Diese Korrektur wartet nicht mehr. Sehen Sie, was jetzt gilt."))
    else:
        messages.success(request, _("Die Korrektur ist freigegeben. Wer die Warnung bekommen hat, erfährt davon."))
    return redirect("desk_publication", pk=pk)


@require_POST
@publisher_required
def withdraw_correction(request: StaffRequest, pk: UUID, correction: UUID) -> HttpResponse:
    try:
        channel.withdraw_correction(find(pk), correction, by=request.staff)
    except ChangedMeanwhile:
        messages.warning(request, _("Diese Korrektur wartet nicht mehr. Sehen Sie, was jetzt gilt."))
    else:
        messages.success(request, _("Die Korrektur ist verworfen. Es bleibt, wie es war."))
    return redirect("desk_publication", pk=pk)


@require_POST
@publisher_required
def finish(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = channel.end(find(pk), by=request.staff, text=request.POST.get("text", "")[:4000])
    if found.published_at is None:
        messages.success(request, _("Zurückgezogen. Es geht nicht hinaus."))
    else:
        messages.success(request, _("Es gilt nicht mehr. Wer es bekommen hat, erfährt davon."))
    return redirect("desk_publication", pk=pk)
