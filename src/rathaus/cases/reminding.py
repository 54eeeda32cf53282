"""Reminding applicants of open questions."""

from datetime import datetime, time, timedelta

from django.db import transaction

from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .acting import begin_as_system, finish
from .errors import NotPossible
from .models import Query
from .process import Act

_DAYS_BEFORE = 3
_AT = time(9)


def schedule_reminder(query: Query) -> None:
    """Queue the reminder for three days before the answer is due, at nine in the morning."""
    from .tasks import remind_applicant  # tasks import the actions

    if query.answer_by is None:
        return
    due = datetime.combine(query.answer_by - timedelta(days=_DAYS_BEFORE), _AT, BERLIN)
    if due > clock.now():
        remind_applicant.defer_after(int((due - clock.now()).total_seconds()), query=str(query.pk))


@transaction.atomic
def remind(query_id: str) -> bool:
    """Remind once; False if the query was closed, was reminded of, or the service's process has no reminder."""
    query = Query.objects.select_related("case").get(pk=query_id)
    try:
        acting = begin_as_system(query.case, Act.REMIND)
    except NotPossible:
        return False
    # Looked up again: the query may have been closed while we waited for the case.
    if not Query.objects.filter(pk=query_id, closed_at=None, reminded_at=None).update(reminded_at=clock.now()):
        return False
    finish(acting, public=True)
    return True
