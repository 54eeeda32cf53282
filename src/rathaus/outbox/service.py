"""The door of the outbox: what other apps may import."""

from .actions import Mail, forget_address, forget_recipient, refusals, send_mail, send_mails, was_refused
from .bulk import TOKEN, BulkText, MailLine
from .composing import completes_mail
from .envelopes import Envelope, NotWanted, addresses_mail
from .handing_over import NotHandedOver, Refused
from .jobs import PATIENT, Steps, TenantTask, deferred_together, in_each_municipality, stepwise_task, tenant_task
from .kinds import MANDATORY, Kind, is_mandatory
from .models import OutgoingMail
from .returning import MOST_BYTES, Returned, read_report
from .signals import mail_handed_over

__all__ = [
    "MANDATORY",
    "MOST_BYTES",
    "PATIENT",
    "TOKEN",
    "BulkText",
    "Envelope",
    "Kind",
    "Mail",
    "MailLine",
    "NotHandedOver",
    "NotWanted",
    "OutgoingMail",
    "Refused",
    "Returned",
    "Steps",
    "TenantTask",
    "addresses_mail",
    "completes_mail",
    "deferred_together",
    "forget_address",
    "forget_recipient",
    "in_each_municipality",
    "is_mandatory",
    "mail_handed_over",
    "read_report",
    "refusals",
    "send_mail",
    "send_mails",
    "stepwise_task",
    "tenant_task",
    "was_refused",
]
