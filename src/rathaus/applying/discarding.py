"""Throwing a draft away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rathaus.cases.service import discard_draft

from .application import Application
from .visits import release_visit


def answer_discard(request: HttpRequest, application: Application) -> HttpResponse:
    """Asks once, then deletes the draft with its files. Once it is sent, there is nothing to delete here."""
    if application.draft.case_id is not None:
        return redirect(application.face.later_url)
    if request.method != "POST":
        context = {"application": application, "face": application.face}
        return application.face.render(request, "applying/discard.html", context)
    release_visit(application)
    discard_draft(application.draft)
    messages.success(request, _("Ihr Entwurf ist gelöscht, mit allen Angaben und Dateien."))
    return redirect(application.face.later_url)
