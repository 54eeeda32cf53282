"""Numbers, and what became of them."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Booking, Counter, Offering
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .queues import Queue


class State(models.TextChoices):
    WAITING = "waiting"
    PARKED = "parked"
    CALLED = "called"
    SERVING = "serving"
    DONE = "done"
    NO_SHOW = "no_show"
    LEFT = "left"


OPEN = (State.WAITING, State.PARKED, State.CALLED, State.SERVING)


class Ticket(TenantModel):
    """A number of a day. It knows no person; with an appointment it points to the booking.

    `placed_at` is the place in line. `due_at` and `due_until`: the time of the appointment. `counter`: where it is
    called to. `wanted`: the only counter that may call it, after it was sent on. `code` opens its page. State and
    counter are projections of the events.
    """

    queue = TenantForeignKey(Queue)
    day = models.DateField(default=clock.today)
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=8)
    code = models.CharField(max_length=16)
    offering = TenantForeignKey(Offering)
    booking = TenantForeignKey(Booking, null=True)
    minutes = models.PositiveSmallIntegerField()
    placed_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    has_priority = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    counter = TenantForeignKey(Counter, null=True)
    wanted = TenantForeignKey(Counter, null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "queue", "day", "serial"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["municipality", "code"], name="ticket_code_once"),
            models.UniqueConstraint(
                fields=["municipality", "booking"],
                condition=models.Q(state__in=[state.value for state in OPEN]),
                name="ticket_of_booking_once",
            ),
            # Nobody serves two at a time, whatever is clicked at once.
            models.UniqueConstraint(
                fields=["municipality", "counter", "day"],
                condition=models.Q(state__in=["called", "serving"]),
                name="ticket_at_counter_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="ticket_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["called", "serving"]) | models.Q(counter__isnull=False),
                name="ticket_called_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "queue", "day", "state"], name="ticket_waiting")]

    class Sealing:
        expired = (
            "kept.day < (now() at time zone 'Europe/Berlin')::date - (select q.kept_days::integer "
            "from queueing_queue q where q.municipality_id = kept.municipality_id and q.id = kept.queue_id)"
        )

    def __str__(self) -> str:
        return self.number


class EventKind(models.TextChoices):
    DRAWN = "drawn"
    CALLED = "called"
    RECALLED = "recalled"
    PARKED = "parked"
    RESUMED = "resumed"
    FORWARDED = "forwarded"
    PREFERRED = "preferred"
    SERVING = "serving"
    DONE = "done"
    NO_SHOW = "no_show"
    LEFT = "left"


class QueueEvent(TenantModel):
    """What happened to a number. `staff` is empty where the visitor did it. Append-only.

    `revision`: of the queue, without gaps; what live pages have read up to.
    """

    queue = TenantForeignKey(Queue)
    ticket = TenantForeignKey(Ticket)
    revision = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    at = models.DateTimeField(default=clock.now)
    staff = TenantForeignKey(StaffMember, null=True)
    counter = TenantForeignKey(Counter, null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "queue", "revision"], name="queue_event_in_order")
        ]
        indexes = [models.Index(fields=["municipality", "ticket"], name="queue_event_of_ticket")]

    class Sealing:
        append_only = True
