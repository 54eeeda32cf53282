"""Deciding on an e-mail, and handing it to the mail server."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rathaus.tenancy.service import current_municipality, insert_new

from .composing import compose
from .envelopes import NotWanted
from .handing_over import Refused, hand_over
from .kinds import Kind, urgency_of
from .models import MailRefused, MailSent, OutgoingMail
from .signals import mail_handed_over


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail to be sent. `key` names the act within the municipality; a second mail with the same key is none.

    `context` is JSON and holds nothing personal: an e-mail says that something is there, and links. What must not be
    stored, as the secret of a link, is completed when the e-mail is handed over (`completes_mail`). News for people
    go through `notifying.service`, which sets the last four.
    """

    key: str
    to: str
    template: str
    context: dict[str, Any]
    language: str = "de"
    kind: str = Kind.REQUESTED
    reader: UUID | None = None
    holder: UUID | None = None
    about: UUID | None = None


def send_mail(
    *,
    key: str,
    to: str,
    template: str,
    context: dict[str, Any],
    language: str = "de",
    kind: str = Kind.REQUESTED,
) -> None:
    """Have `mail/<template>.txt` sent once the running transaction is committed; see `Mail`."""
    send_mails([Mail(key, to, template, context, language, kind)])


def send_mails(mails: Sequence[Mail]) -> None:
    """The same for several, at the price of one."""
    from .tasks import deliver_mail  # tasks imports this module, whose `deliver` the job calls

    if not mails:
        return
    rows = [OutgoingMail(**asdict(mail)) for mail in mails]
    new = insert_new(rows)
    for urgency in {urgency_of(mail.kind) for mail in mails}:
        theirs = [{"mail": str(row.pk)} for row in rows if row.pk in new and urgency_of(row.kind) == urgency]
        deliver_mail.defer_each(theirs, priority=urgency)


def forget_recipient(act: str) -> None:
    """Erase the address from e-mails whose key begins with `act`; that they were sent stays on record."""
    OutgoingMail.objects.filter(key__startswith=act).update(to="")


def was_refused(about: UUID) -> bool:
    """Whether the mail server refused an e-mail about this for good, and took none about it since."""
    return refusals(about).exists()


def refusals(about: UUID | OuterRef) -> QuerySet[MailRefused]:
    """E-mails about this that were refused for good, and none was taken since: for asking within another query."""
    arrived_since = MailSent.objects.filter(mail__about=OuterRef("mail__about"), at__gt=OuterRef("at"))
    found: QuerySet[MailRefused] = MailRefused.objects.filter(~Exists(arrived_since), mail__about=about)
    return found


def forget_address(email: str, *, before: datetime, unsent: bool = False) -> int:
    """Erase an address from the municipality's e-mails that were decided on until `before` and are sent or refused.

    Returns how many still wait for the mail server: they keep it until it takes them. With `unsent` they lose it too,
    and are never sent.
    """
    theirs = OutgoingMail.objects.filter(to__iexact=email, created__lte=before)
    is_sent, is_refused = (Exists(proof.objects.filter(mail=OuterRef("pk"))) for proof in (MailSent, MailRefused))
    (theirs if unsent else theirs.filter(is_sent | is_refused)).update(to="")
    return theirs.count()


@transaction.atomic
def deliver(mail_id: str) -> bool:
    """Hand one e-mail to the mail server; False if that happened before, or nobody needs it or will get it.

    Raises NotHandedOver while it is worth trying again.

    If the process dies after the server accepted and before our commit, the next try sends the same Message-ID
    again, by which mail servers and readers recognise the copy.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if any(end.objects.filter(mail=mail).exists() for end in (MailSent, MailRefused)):
        return False
    message_id = f"<{mail.pk}@{settings.RATHAUS_DOMAIN}>"
    try:
        hand_over(compose(mail, current_municipality(), message_id), waiting_since=mail.created)
    except NotWanted:
        return False
    except Refused as refusal:
        MailRefused.objects.create(mail=mail, code=refusal.code)
        return False
    sent = MailSent.objects.create(mail=mail, message_id=message_id)
    mail_handed_over.send(OutgoingMail, template=mail.template, context=mail.context, at=sent.at)
    return True
