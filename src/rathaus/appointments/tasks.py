"""Jobs of appointments."""

from procrastinate.contrib.django import app

from rathaus.outbox.service import tenant_task
from rathaus.tenancy.service import Municipality, scope

from . import forgetting, holding, mails


@tenant_task(name="appointments.remind_visitor")
def remind_visitor(booking: str, sequence: str) -> None:
    mails.remind(booking, sequence)


@app.periodic(cron="27 3 * * *")
@app.task(name="appointments.tidy_up", queueing_lock="appointments_tidy_up")
def tidy_up(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """Nightly, municipality by municipality."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            holding.delete_old_holds()
            forgetting.forget_visitors()
