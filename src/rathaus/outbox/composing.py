"""Making an e-mail: its text from the template, the same as HTML, and the headers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.utils import translation

from rathaus.tenancy.service import Municipality, base_url
from rathaus.ui.theme import theme_tones

from .envelopes import Envelope, address
from .kinds import WHY
from .models import OutgoingMail
from .paragraphs import preview, read_paragraphs

Completion = Callable[[Mapping[str, Any]], dict[str, Any]]
_completions: dict[str, Completion] = {}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def completes_mail(*templates: str) -> Callable[[Completion], Completion]:
    """Register what makes the stored context of these templates whole. It may raise NotWanted.

    `attachments` in it are (name, content, kind), and are attached.
    """

    def register(completion: Completion) -> Completion:
        _completions.update(dict.fromkeys(templates, completion))
        return completion

    return register


def compose(mail: OutgoingMail, municipality: Municipality, message_id: str) -> EmailMultiAlternatives:
    """Plain text from the template (first line: the subject), and the same as simple HTML. Raises NotWanted."""
    envelope, host = address(mail), base_url(municipality)
    with translation.override(mail.language):
        completed = _completions.get(mail.template, dict)(mail.context)
        foot = _foot(mail, envelope, host)
    context = {**completed, "in_account": envelope.in_account}
    written = write(mail.template, context, municipality, language=mail.language, foot=foot)
    message = EmailMultiAlternatives(
        subject=written.subject,
        body=written.body,
        from_email=sender_of(municipality),
        to=[envelope.to],
        headers=mail_headers(message_id, foot["unsubscribe"]),
    )
    message.attach_alternative(written.html, "text/html")
    for name, content, kind in completed.get("attachments", ()):
        message.attach(name, content, kind)
    return message


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    body: str
    html: str


def write(
    template: str, context: Mapping[str, Any], municipality: Municipality, *, language: str, foot: Mapping[str, str]
) -> Written:
    """The text and the same as HTML. `foot`: why one gets it, and the links below.

    `headings` in the context are lines of the text that begin a paragraph, and are bold in the HTML.
    """
    host = base_url(municipality)
    with translation.override(language):
        # Plain text: nothing is escaped here; the HTML below escapes it as a whole.
        known = Context({**context, "municipality": municipality, "base_url": host}, autoescape=False)
        subject, _, body = _engine_template(f"mail/{template}.txt").render(known).strip().partition("\n")
        paragraphs = read_paragraphs(body, host=host, headings=context.get("headings", ()))
        page: dict[str, Any] = {
            **foot,
            "municipality": municipality,
            "base_url": host,
            "subject": _one_line(subject),
            "paragraphs": paragraphs,
            "preview": preview(paragraphs),
            "language": language,
            "tones": theme_tones(municipality.accent),
        }
        html = render_to_string("outbox/mail.html", page)
        closing = render_to_string("outbox/closing.txt", page).strip()
    text = f"{body.strip()}\n\n{closing}\n" if closing else body.strip() + "\n"
    return Written(page["subject"], text, html)


def sender_of(municipality: Municipality) -> str:
    return formataddr((_one_line(municipality.name), settings.DEFAULT_FROM_EMAIL))


def _foot(mail: OutgoingMail, envelope: Envelope, host: str) -> dict[str, str]:
    return {
        "why": str(WHY.get(mail.kind, "")),
        "unsubscribe": f"{host}{envelope.unsubscribe}" if envelope.unsubscribe else "",
        "preferences": f"{host}{envelope.preferences}" if envelope.preferences else "",
    }


def mail_headers(message_id: str, unsubscribe: str) -> dict[str, str]:
    """With RFC 8058 for what can be switched off: mail programs offer it in one click, by POST."""
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _one_line(text: str) -> str:
    """A header is one line, whatever somebody typed."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _engine_template(name: str) -> Template:
    template: Template = get_template(name).template  # type: ignore[attr-defined]  # the Django backend's wrapper
    return template
