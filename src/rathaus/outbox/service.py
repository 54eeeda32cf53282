"""The door of the outbox: what other apps may import."""

from .actions import Mail, forget_address, forget_recipient, refusals, send_mail, send_mails, was_refused
from .composing import completes_mail
from .envelopes import Envelope, NotWanted, addresses_mail
from .jobs import PATIENT, TenantTask, in_each_municipality, tenant_task
from .kinds import MANDATORY, Kind, is_mandatory
from .models import OutgoingMail
from .signals import mail_handed_over

__all__ = [
    "MANDATORY",
    "PATIENT",
    "Envelope",
    "Kind",
    "Mail",
    "NotWanted",
    "OutgoingMail",
    "TenantTask",
    "addresses_mail",
    "completes_mail",
    "forget_address",
    "forget_recipient",
    "in_each_municipality",
    "is_mandatory",
    "mail_handed_over",
    "refusals",
    "send_mail",
    "send_mails",
    "tenant_task",
    "was_refused",
]
