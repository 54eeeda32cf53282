"""Writing down what happened, in the order in which it is committed, and telling the live pages."""

from django.db import connection
from django.db.models import F

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Counter
from rathaus.tenancy.service import current_municipality

from .models import EventKind, Queue, QueueEvent, Ticket

CHANNEL = "rathaus_queue"


def record(
    ticket: Ticket, kind: EventKind, *, by: StaffMember | None = None, counter: Counter | None = None
) -> QueueEvent:
    """The last write of an act: it holds the queue's row until the commit, for a moment.

    PostgreSQL tells listeners at the commit, and nobody if there is none.
    """
    queue = ticket.queue_id
    Queue.objects.filter(pk=queue).update(revision=F("revision") + 1)
    revision = Queue.objects.values_list("revision", flat=True).get(pk=queue)
    event: QueueEvent = QueueEvent.objects.create(
        queue_id=queue, ticket=ticket, revision=revision, kind=kind, staff=by, counter=counter
    )
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s::text, %s::text)", [CHANNEL, f"{current_municipality().pk}:{queue}"])
    return event
