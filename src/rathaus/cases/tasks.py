"""Jobs of cases."""

from procrastinate.contrib.django import app

from rathaus.outbox.service import tenant_task
from rathaus.postbox.service import delete_expired_threads
from rathaus.tenancy.service import Municipality, scope

from . import confirming, deciding, drafts, expiring, reminding, returning
from .delivery import overdue


@tenant_task(name="cases.issue_notice", queue="notices")
def issue_notice(case: str) -> None:
    deciding.issue_notice(case)


@tenant_task(name="cases.remind_applicant")
def remind_applicant(query: str) -> None:
    reminding.remind(query)


@app.periodic(cron="7 7 * * *")
@app.task(name="cases.remind_of_drafts", queueing_lock="remind_of_drafts")
def remind_of_drafts(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """Every morning, municipality by municipality."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            returning.remind_of_drafts()


@app.periodic(cron="37 3 * * *")
@app.task(name="cases.lapse_unconfirmed", queueing_lock="lapse_unconfirmed")
def lapse_unconfirmed(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """Nightly, municipality by municipality."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            confirming.lapse_unconfirmed()


@app.periodic(cron="17 3 * * *")
@app.task(name="cases.delete_expired_drafts", queueing_lock="delete_expired_drafts")
def delete_expired_drafts(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """Nightly, municipality by municipality."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            drafts.delete_expired_drafts()


@app.periodic(cron="7 0 * * *")
@app.task(name="cases.open_overdue_papers", queueing_lock="open_overdue_papers")
def open_overdue_papers(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """After midnight, municipality by municipality."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            overdue.open_overdue_papers()


@app.periodic(cron="47 2 * * *")
@app.task(name="cases.delete_expired_cases", queueing_lock="delete_expired_cases")
def delete_expired_cases(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """Nightly before the sweep of files, municipality by municipality; the general conversations with them."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            expiring.delete_expired_cases()
            delete_expired_threads()
