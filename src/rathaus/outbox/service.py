"""The door of the outbox: what other apps may import."""

from .actions import send_mail
from .jobs import PATIENT, TenantTask, tenant_task

__all__ = ["PATIENT", "TenantTask", "send_mail", "tenant_task"]
