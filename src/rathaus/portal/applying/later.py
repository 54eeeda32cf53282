"""Save and return later: the private link of a draft, and the page that it opens."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import client_address
from rathaus.applying.service import Application, place_to_resume
from rathaus.cases.service import (
    AlreadySubmitted,
    Draft,
    TooManyMails,
    draft_link,
    draft_token,
    kept_until,
    resume_draft,
    send_draft_link,
)
from rathaus.core.text import clean_text
from rathaus.ui.qr import qr_svg

from .access import find_application
from .tokens import remember_draft

_MAX_MAIL, _MAX_TYPED = 254, 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, key: str) -> HttpResponse:
    """The link to copy, print or scan; typed in, an e-mail address gets it too."""
    application = find_application(request, key)
    if application is None or application.draft.case_id is not None:
        return redirect("apply", key=key)
    if request.method == "POST":
        return _send(request, application)
    return _offer(request, application)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Where the link leads. The token comes by POST only, so that no log and no referrer ever holds it."""
    if request.method != "POST":
        return render(request, "portal/applying/resume.html")
    draft = resume_draft(request.POST.get("code", "")[:_MAX_TYPED])
    if draft is None:
        return render(request, "portal/applying/resume.html", {"wrong": True}, status=422)
    if draft.case_id is not None:
        return render(request, "portal/applying/resume.html", {"sent": True}, status=409)
    here = find_application(request, draft.service_key)
    if here and here.draft.case_id is None and here.draft.pk != draft.pk and "_ersetzen" not in request.POST:
        context = {"here": here, "code": draft_token(draft)}
        return render(request, "portal/applying/resume_instead.html", context, status=409)
    return _open(draft)


def _open(draft: Draft) -> HttpResponse:
    response = redirect("apply", key=draft.service_key)
    remember_draft(response, draft.service_key, draft_token(draft))
    return response


def _send(request: HttpRequest, application: Application) -> HttpResponse:
    email = clean_text(request.POST.get("email", "")).strip()[: _MAX_MAIL + 1]
    try:
        validate_email(email)
        send_draft_link(application.draft, email=email, network=client_address(request))
    except ValidationError:
        return _offer(request, application, email, _("Prüfen Sie die E-Mail-Adresse."))
    except TooManyMails:
        sentence = _("So viele Links verschicken wir nicht. Kopieren oder drucken Sie den Link.")
        return _offer(request, application, email, sentence)
    except AlreadySubmitted:
        return redirect(application.face.sent_url)
    messages.success(request, _("Der Link ist unterwegs an %(email)s.") % {"email": email})
    return redirect(application.face.later_url)


def _offer(request: HttpRequest, application: Application, email: str = "", error: str = "") -> HttpResponse:
    link = draft_link(application.draft)
    context = {
        "application": application,
        "link": link,
        "qr": qr_svg(link, _("QR-Code mit dem Link zu Ihrem Antrag")),
        "kept_until": kept_until(application.draft),
        "back_url": place_to_resume(application),
        "email": email,
        "error": error,
    }
    return render(request, "portal/applying/later.html", context, status=422 if error else 200)
