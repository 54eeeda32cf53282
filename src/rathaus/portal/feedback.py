"""Tell the town hall about a barrier (EU directive 2016/2102, article 7, asks for this way)."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.core.text import clean_text
from rathaus.outbox.service import send_mail
from rathaus.tenancy.service import current_municipality

_MAX_TEXT, _MAX_MAIL = 3000, 254


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The message goes to the town hall's own mailbox; whoever leaves no address stays unknown."""
    text = clean_text(request.POST.get("text", "")).strip()
    sender = clean_text(request.POST.get("email", "")).strip()
    errors = _errors(text, sender) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        _send(text, sender)
        messages.success(request, _("Danke! Ihre Meldung ist unterwegs zu uns."))
        return redirect("feedback")
    context = {"text": text, "email": sender, "errors": errors, "max_text": _MAX_TEXT}
    return render(request, "portal/feedback.html", context, status=422 if errors else 200)


def _errors(text: str, sender: str) -> dict[str, str]:
    errors = {}
    if not text:
        errors["text"] = _("Schreiben Sie, was nicht funktioniert.")
    elif len(text) > _MAX_TEXT:
        errors["text"] = _("Kürzen Sie den Text auf höchstens %(n)s Zeichen.") % {"n": _MAX_TEXT}
    try:
        if sender:
            validate_email(sender[: _MAX_MAIL + 1])
    except ValidationError:
        errors["email"] = _("Prüfen Sie die E-Mail-Adresse, oder lassen Sie das Feld leer.")
    return errors


def _send(text: str, sender: str) -> None:
    to = current_municipality().settings.get("contact", {}).get("email", "")
    if to:
        context = {"text": text, "sender": sender}
        send_mail(key=f"feedback:{uuid.uuid4()}", to=to, template="feedback", context=context)
