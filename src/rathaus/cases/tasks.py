"""Jobs of cases."""

from rathaus.outbox.service import in_each_municipality, tenant_task
from rathaus.postbox.service import delete_expired_threads

from . import confirming, deciding, drafts, expiring, reminding, returning
from .delivery import overdue


@tenant_task(name="cases.issue_notice", queue="notices")
def issue_notice(case: str) -> None:
    deciding.issue_notice(case)


@tenant_task(name="cases.remind_applicant")
def remind_applicant(query: str) -> None:
    reminding.remind(query)


@in_each_municipality(name="cases.remind_of_drafts", cron="7 7 * * *")
def remind_of_drafts() -> None:
    """Every morning."""
    returning.remind_of_drafts()


@in_each_municipality(name="cases.lapse_unconfirmed", cron="37 3 * * *")
def lapse_unconfirmed() -> None:
    """Nightly."""
    confirming.lapse_unconfirmed()


@in_each_municipality(name="cases.delete_expired_drafts", cron="17 3 * * *")
def delete_expired_drafts() -> None:
    """Nightly."""
    drafts.delete_expired_drafts()


@in_each_municipality(name="cases.open_overdue_papers", cron="7 0 * * *")
def open_overdue_papers() -> None:
    """After midnight."""
    overdue.open_overdue_papers()


@in_each_municipality(name="cases.delete_expired_cases", cron="47 2 * * *")
def delete_expired_cases() -> None:
    """Nightly before the sweep of files; the general conversations with them."""
    expiring.delete_expired_cases()
    delete_expired_threads()
