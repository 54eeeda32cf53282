"""What waited long ago is deleted: it names no visitor, but it tells how fast somebody worked."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from rathaus.core import clock
from rathaus.tenancy.service import delete_expired

from .models import Queue, Seat, Ticket

_AT_ONCE = 5000  # numbers of a queue in one night


def delete_old_tickets() -> int:
    """Delete numbers with their events, and who sat where, once a queue's `kept_days` are over; returns how many
    numbers. The database checks the day by itself, so that no other way deletes what happened.
    """
    deleted = 0
    for queue in Queue.objects.all():
        last = clock.today() - timedelta(days=queue.kept_days)
        old = Ticket.objects.filter(queue=queue, day__lt=last).order_by("day", "serial")
        deleted += sum(_try_to_delete(ticket) for ticket in old[:_AT_ONCE])
        Seat.objects.filter(queue=queue, day__lt=last).delete()
    return deleted


def _try_to_delete(ticket: Ticket) -> bool:
    """Not where this process's clock is ahead of the database's."""
    try:
        with transaction.atomic():
            return delete_expired(ticket)
    except IntegrityError:
        return False
