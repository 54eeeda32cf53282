"""Jobs of the outbox."""

from . import actions
from .jobs import tenant_task


@tenant_task(name="outbox.deliver_mail", queue="mail")
def deliver_mail(mail: str) -> None:
    actions.deliver(mail)
