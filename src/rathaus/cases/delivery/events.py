"""What happens to a notice online, noted once and for all."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from rathaus.accounts.service import StaffMember
from rathaus.cases import rules
from rathaus.cases.errors import NotAllowed
from rathaus.cases.looking import note_look
from rathaus.cases.models import DeliveryEvent, Notice
from rathaus.core import clock
from rathaus.files.service import StoredFile
from rathaus.outbox.service import mail_handed_over

NOTIFICATION_MAIL = "case_notice"


@transaction.atomic
def retrieve_notice(notice: Notice, *, by: StaffMember | None) -> StoredFile:
    """The notice's file, to be handed out. The applicant's first retrieval (`by` None) is logged as such.

    The desk opening the notice is logged as access, never as retrieval. Call it for an act of a person only (a POST):
    a HEAD or what a program fetches ahead retrieves nothing. Raises NotAllowed.
    """
    if by is not None and not rules.may_see(by, notice.case):
        raise NotAllowed
    if by is None:
        _note_once(notice, DeliveryEvent.Kind.RETRIEVAL, clock.now())
    file: StoredFile = notice.file
    note_look(notice.case, by=by, file=file)
    return file


def was_retrieved(notice: Notice) -> bool:
    return DeliveryEvent.objects.filter(notice=notice, kind=DeliveryEvent.Kind.RETRIEVAL).exists()


@receiver(mail_handed_over, dispatch_uid="cases.note_notification")
def note_notification(template: str, context: dict[str, Any], at: datetime, **_: Any) -> None:
    """The mail server took the e-mail that tells of a notice: from now on the days count, not from the decision."""
    if template != NOTIFICATION_MAIL:
        return
    notice = Notice.objects.filter(case__number=context.get("number", "")).first()
    if notice is not None:
        _note_once(notice, DeliveryEvent.Kind.NOTIFICATION, at)


def _note_once(notice: Notice, kind: DeliveryEvent.Kind, at: datetime) -> None:
    event = DeliveryEvent(case_id=notice.case_id, revision=notice.revision, notice=notice, kind=kind, at=at)
    DeliveryEvent.objects.bulk_create([event], ignore_conflicts=True)
