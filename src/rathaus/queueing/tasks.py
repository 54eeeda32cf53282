"""Jobs of queueing."""

from rathaus.outbox.service import in_each_municipality

from . import forgetting


@in_each_municipality(name="queueing.delete_old_tickets", cron="37 3 * * *")
def delete_old_tickets() -> None:
    """Nightly."""
    forgetting.delete_old_tickets()
