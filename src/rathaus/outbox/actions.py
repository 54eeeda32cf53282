"""Deciding on an e-mail, and handing it to the mail server."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.utils import translation

from rathaus.tenancy.service import Municipality, base_url, current_municipality

from .models import MailSent, OutgoingMail


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail to be sent. `key` names the act within the municipality; a second mail with the same key is none.

    `context` is JSON and holds nothing personal: an e-mail says that something is there, and links. What must not be
    stored, as the secret of a link, is completed when the e-mail is handed over (`completes_mail`).
    """

    key: str
    to: str
    template: str
    context: dict[str, Any]
    language: str = "de"


class NotWanted(Exception):
    """What the e-mail was about is gone: it isn't sent."""


Completion = Callable[[Mapping[str, Any]], dict[str, Any]]
_completions: dict[str, Completion] = {}


def completes_mail(*templates: str) -> Callable[[Completion], Completion]:
    """Register what makes the stored context of these templates whole. It may raise NotWanted."""

    def register(completion: Completion) -> Completion:
        _completions.update(dict.fromkeys(templates, completion))
        return completion

    return register


def send_mail(*, key: str, to: str, template: str, context: dict[str, Any], language: str = "de") -> None:
    """Have `mail/<template>.txt` sent once the running transaction is committed; see `Mail`."""
    send_mails([Mail(key, to, template, context, language)])


def send_mails(mails: Sequence[Mail]) -> None:
    """The same for several, at the price of one."""
    from .tasks import deliver_mail  # tasks imports this module, whose `deliver` the job calls

    if not mails:
        return
    rows = [OutgoingMail(**asdict(mail)) for mail in mails]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    new = OutgoingMail.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    deliver_mail.defer_each([{"mail": str(pk)} for pk in new])


def forget_recipient(act: str) -> None:
    """Erase the address from e-mails whose key begins with `act`; that they were sent stays on record."""
    OutgoingMail.objects.filter(key__startswith=act).update(to="")


@transaction.atomic
def deliver(mail_id: str) -> bool:
    """Hand one e-mail to the mail server; False if that happened before, or nobody needs it any more.

    Raises what the server answers.

    If the process dies after the server accepted and before our commit, the next try sends the same Message-ID
    again, by which mail servers and readers recognise the copy.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if MailSent.objects.filter(mail=mail).exists():
        return False
    message_id = f"<{mail.pk}@{settings.RATHAUS_DOMAIN}>"
    try:
        compose(mail, current_municipality(), message_id).send()
    except NotWanted:
        return False
    MailSent.objects.create(mail=mail, message_id=message_id)
    return True


def compose(mail: OutgoingMail, municipality: Municipality, message_id: str) -> EmailMultiAlternatives:
    """Plain text from the template (first line: the subject), and the same as simple HTML. Raises NotWanted."""
    completed = _completions.get(mail.template, dict)(mail.context)
    context = {**completed, "municipality": municipality, "base_url": base_url(municipality)}
    with translation.override(mail.language):
        # Plain text: nothing is escaped here; the HTML below escapes it as a whole.
        source = _engine_template(f"mail/{mail.template}.txt").render(Context(context, autoescape=False)).strip()
        subject, _, body = source.partition("\n")
        paragraphs = [p.strip() for p in body.strip().split("\n\n") if p.strip()]
        page = {**context, "subject": subject, "paragraphs": paragraphs, "language": mail.language}
        html = render_to_string("outbox/mail.html", page)
    message = EmailMultiAlternatives(
        subject=subject.strip(),
        body=body.strip() + "\n",
        from_email=formataddr((municipality.name, settings.DEFAULT_FROM_EMAIL)),
        to=[mail.to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    return message


def _engine_template(name: str) -> Template:
    template: Template = get_template(name).template  # type: ignore[attr-defined]  # the Django backend's wrapper
    return template
