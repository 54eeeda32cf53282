"""Tell the town hall about a barrier (EU directive 2016/2102, article 7, asks for this way), or what nobody found."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rathaus.core.text import clean_text
from rathaus.outbox.service import Kind, send_mail
from rathaus.tenancy.service import current_municipality

_MAX_TEXT, _MAX_MAIL, _MAX_SEARCHED = 3000, 254, 200


@dataclass(frozen=True)
class _Kind:
    """What can be told. `name` is that of the address, of the page's template and of the mail's."""

    name: str
    missing: Any


_BARRIER = _Kind("feedback", gettext_lazy("Schreiben Sie, was nicht funktioniert."))
_SERVICE = _Kind("missing_service", gettext_lazy("Schreiben Sie, was Sie suchen."))


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The message goes to the town hall's own mailbox; whoever leaves no address stays unknown."""
    return _tell(request, _BARRIER, suggested="")


@require_http_methods(["GET", "HEAD", "POST"])
def missing_service(request: HttpRequest) -> HttpResponse:
    """Somebody didn't find an errand; what they searched for stands in the form already."""
    return _tell(request, _SERVICE, suggested=request.GET.get("q", "")[:_MAX_SEARCHED])


def _tell(request: HttpRequest, kind: _Kind, *, suggested: str) -> HttpResponse:
    text = clean_text(request.POST.get("text", suggested)).strip()
    sender = clean_text(request.POST.get("email", "")).strip()
    errors = _errors(kind, text, sender) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        _send(kind, text, sender)
        messages.success(request, _("Danke! Ihre Meldung ist unterwegs zu uns."))
        return redirect(kind.name)
    context = {"text": text, "email": sender, "errors": errors, "max_text": _MAX_TEXT}
    return render(request, f"portal/{kind.name}.html", context, status=422 if errors else 200)


def _errors(kind: _Kind, text: str, sender: str) -> dict[str, str]:
    errors = {}
    if not text:
        errors["text"] = str(kind.missing)
    elif len(text) > _MAX_TEXT:
        errors["text"] = _("Kürzen Sie den Text auf höchstens %(n)s Zeichen.") % {"n": _MAX_TEXT}
    try:
        if sender:
            validate_email(sender[: _MAX_MAIL + 1])
    except ValidationError:
        errors["email"] = _("Prüfen Sie die E-Mail-Adresse, oder lassen Sie das Feld leer.")
    return errors


def _send(kind: _Kind, text: str, sender: str) -> None:
    to = current_municipality().settings.get("contact", {}).get("email", "")
    if to:
        context = {"text": text, "sender": sender}
        send_mail(key=f"{kind.name}:{uuid.uuid4()}", to=to, template=kind.name, context=context, kind=Kind.HOUSE)
