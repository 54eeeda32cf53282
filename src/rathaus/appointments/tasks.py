"""Jobs of appointments."""

from uuid import UUID

from rathaus.outbox.service import in_each_municipality, tenant_task

from . import busy, forgetting, holding, mails
from .models import Offer
from .waitlist import answering, freed, offering


@tenant_task(name="appointments.remind_visitor")
def remind_visitor(booking: str, sequence: str) -> None:
    mails.remind(booking, sequence)


@tenant_task(name="appointments.offer_next")
def offer_next(after: str = "") -> None:
    """One offer, and another job for the next: each is committed before the next is looked for.

    Where nothing suits the first ones of a long list, another job looks at those behind them (`after` a place).
    """
    queue = offering.queue_from(UUID(after) if after else None)
    if offering.offer_one(queue) is not None:
        offer_next.defer()
    elif len(queue) == offering.LOOKS:
        offer_next.defer(after=str(queue[-1]))


@tenant_task(name="appointments.pass_on_offer")
def pass_on_offer(offer: str) -> None:
    found = Offer.objects.filter(pk=offer).first()
    if found is not None:
        answering.pass_on(found)


@in_each_municipality(name="appointments.sweep_waiting_list", cron="*/5 * * * *")
def sweep_waiting_list() -> None:
    """What became free without an act: a hold that expired, times that were released, a job that got lost.

    Places before offers, as whoever leaves or accepts locks them.
    """
    offering.end_places_that_are_over()
    answering.end_expired_offers()
    freed.note_freed_time()


@tenant_task(name="appointments.read_busy_calendar")
def read_busy_calendar(calendar: str) -> None:
    busy.read_calendar(calendar)


@in_each_municipality(name="appointments.read_busy_calendars", cron="*/15 * * * *")
def read_busy_calendars() -> None:
    """A job for each, so that one which hangs keeps nobody else's waiting in its transaction."""
    read_busy_calendar.defer_each([{"calendar": str(pk)} for pk in busy.calendars()])


@in_each_municipality(name="appointments.tidy_up", cron="27 3 * * *")
def tidy_up() -> None:
    """Nightly."""
    holding.delete_old_holds()
    forgetting.forget_visitors()
    forgetting.forget_waiting()
