"""The door of the outbox: what other apps may import."""

from .actions import Mail, NotWanted, completes_mail, forget_recipient, send_mail, send_mails
from .jobs import PATIENT, TenantTask, tenant_task

__all__ = [
    "PATIENT",
    "Mail",
    "NotWanted",
    "TenantTask",
    "completes_mail",
    "forget_recipient",
    "send_mail",
    "send_mails",
    "tenant_task",
]
