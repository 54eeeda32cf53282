"""Calling: PostgreSQL decides whose number it is, in one statement."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Counter
from rathaus.tenancy.service import current_municipality

from .errors import NobodyWaits, NotNow
from .models import EventKind, Seat, Ticket
from .reading import line_of
from .recording import record
from .serving import can_serve

# The first of the list that still waits and that nobody else is calling in this moment.
_CALL = """
    with next as (
      select t.id from queueing_ticket t
      join unnest(%s::uuid[]) with ordinality as wanted(id, place) on wanted.id = t.id
      where t.municipality_id = %s::bigint and t.state = 'waiting'
      order by wanted.place limit 1 for no key update of t skip locked)
    update queueing_ticket t set state = 'called', counter_id = %s::uuid from next
    where t.id = next.id and t.municipality_id = %s::bigint and t.state = 'waiting' returning t.id
"""


@transaction.atomic
def call_next(seat: Seat, *, by: StaffMember) -> Ticket:
    """Call whoever is first for this counter. Raises NobodyWaits, or NotNow while somebody is there already."""
    candidates = can_serve(seat.counter, line_of(seat.queue))
    return _call(seat.counter, [ticket.pk for ticket in candidates], by=by)


@transaction.atomic
def call_ticket(seat: Seat, ticket: Ticket, *, by: StaffMember) -> Ticket:
    """Call this one out of turn. Raises NobodyWaits if somebody else was faster, or NotNow."""
    candidates = can_serve(seat.counter, [ticket]) if ticket.queue_id == seat.queue_id else []
    return _call(seat.counter, [one.pk for one in candidates], by=by)


def _call(counter: Counter, wanted: Sequence[UUID], *, by: StaffMember) -> Ticket:
    try:
        with transaction.atomic():
            called = take_first(wanted, counter)
    except IntegrityError:  # one at a time: ticket_at_counter_once
        raise NotNow from None
    if called is None:
        raise NobodyWaits
    ticket: Ticket = Ticket.objects.get(pk=called)
    record(ticket, EventKind.CALLED, by=by, counter=counter)
    return ticket


def take_first(wanted: Sequence[UUID], counter: Counter) -> UUID | None:
    here = current_municipality().pk
    with connection.cursor() as cursor:
        cursor.execute(_CALL, [list(wanted), here, counter.pk, here])
        row = cursor.fetchone()
    return row[0] if row else None
