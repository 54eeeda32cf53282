"""What follows a message: release, correction, all-clear."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.channel.service import NeedsSecondPerson, NotChangeable, end, release, revise

from .board import find
from .reading import from_publication, read_typed
from .writing import form, read_message


@require_POST
@staff_required
def release_it(request: StaffRequest, pk: UUID) -> HttpResponse:
    try:
        release(find(pk), by=request.staff)
    except NeedsSecondPerson:
        messages.warning(request, _("Jemand anders muss die Warnung freigeben, nicht Sie selbst."))
    else:
        messages.success(request, _("Die Warnung ist freigegeben."))
    return redirect("desk_publication", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everybody who gets the topic is told what is right now."""
    found = find(pk)
    if request.method != "POST":
        return form(request, from_publication(found), template="correct", publication=found)
    typed = read_typed(request.POST, "")
    typed.values.update(art=found.kind, thema=found.topic.key)
    message, problem = read_message(typed)
    if message is None:
        return form(request, typed, template="correct", publication=found, problem=problem)
    try:
        revise(found, message, by=request.staff, tell="sagen" in request.POST)
    except (NotChangeable, NeedsSecondPerson):
        messages.warning(request, _("Das lässt sich nicht mehr ändern. Beenden Sie es, und schreiben Sie es neu."))
    else:
        messages.success(request, _("Die Meldung ist geändert."))
    return redirect("desk_publication", pk=pk)


@require_POST
@staff_required
def finish(request: StaffRequest, pk: UUID) -> HttpResponse:
    end(find(pk), by=request.staff, text=request.POST.get("text", "")[:4000])
    messages.success(request, _("Es gilt nicht mehr. Wer es bekommen hat, erfährt davon."))
    return redirect("desk_publication", pk=pk)
