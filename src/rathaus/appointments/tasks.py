"""Jobs of appointments."""

from rathaus.outbox.service import in_each_municipality, tenant_task

from . import forgetting, holding, mails


@tenant_task(name="appointments.remind_visitor")
def remind_visitor(booking: str, sequence: str) -> None:
    mails.remind(booking, sequence)


@in_each_municipality(name="appointments.tidy_up", cron="27 3 * * *")
def tidy_up() -> None:
    """Nightly."""
    holding.delete_old_holds()
    forgetting.forget_visitors()
