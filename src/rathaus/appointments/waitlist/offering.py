"""From a time that is free to the one person to whom it is offered.

One offer is one transaction: it locks one place on the list, takes the time in occupancy, and writes the offer. Two
jobs at once take different people (`skip locked`), and of two who want the same time one gets it (the exclusion
constraint of occupancy). Nobody holds one time while waiting for another, so no two wait for each other.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction

from rathaus.appointments.availability import free_times
from rathaus.appointments.changing import is_changeable
from rathaus.appointments.choosing import take_time
from rathaus.appointments.codes import code_hash, link_code
from rathaus.appointments.errors import Gone, NoSuchOffering, NotOpen
from rathaus.appointments.free import Free
from rathaus.appointments.models import Offer, Office, Waiting
from rathaus.appointments.wishes import Wish, find_wish
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.occupancy.service import hold

from .joining import end_place
from .mails import tell_offer, tell_over
from .suiting import When, suiting_times

KEPT = timedelta(minutes=30)
_MOST_TRIES = 3  # times for one person; with the next job there is another look
LOOKS = 200  # people for whom one job looks; another job goes on behind them


def offer_one(queue: Sequence[UUID] | None = None) -> Offer | None:
    """Offer a free time to whoever has waited longest of those whom it suits; None if nothing suits anybody.

    `queue`: the places that are looked at, the first ones if none are given. Call it again for the next: each offer
    is to be committed before the next is looked for.
    """
    known: dict[tuple[tuple[str, ...], int], tuple[Wish, Free] | None] = {}
    for pk in queue_from(None) if queue is None else queue:
        with transaction.atomic():
            waiting = Waiting.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, ended_at=None)
            offer = _offer_to(waiting.select_related("booking").first(), known)
        if offer is not None:
            return offer
    return None


def end_places_that_are_over() -> int:
    """The last day is past, of which they are told, or the visit that was to be moved was cancelled or has begun."""
    today, ended = clock.today(), 0
    for waiting in Waiting.objects.filter(ended_at=None).select_related("booking"):
        if waiting.latest < today or (waiting.booking is not None and not is_changeable(waiting.booking)):
            end_place(waiting, Waiting.End.OVER)
            if waiting.latest < today:  # else they know: they cancelled it, or it has begun
                tell_over(waiting)
            ended += 1
    return ended


def queue_from(after: UUID | None) -> list[UUID]:
    """The places of who waits and has no open offer, the longest first, as many as one job looks at.

    `after`: behind that place. Ids are ordered by time, so nobody is skipped who joins or leaves meanwhile.
    """
    busy = set(Offer.objects.filter(ended_at=None).values_list("person", flat=True))
    found = Waiting.objects.filter(ended_at=None, latest__gte=clock.today()).exclude(person__in=busy)
    behind = found if after is None else found.filter(pk__gt=after)
    return list(behind.order_by("pk").values_list("pk", flat=True)[:LOOKS])


def _offer_to(
    waiting: Waiting | None, known: dict[tuple[tuple[str, ...], int], tuple[Wish, Free] | None]
) -> Offer | None:
    if waiting is None or (waiting.booking is not None and not is_changeable(waiting.booking)):
        return None
    key = (tuple(waiting.offerings), waiting.people)
    if key not in known:
        known[key] = _free(waiting)
    if (found := known[key]) is None:
        return None
    wish, free = found
    for office, start in islice(_suiting(waiting, wish, free), _MOST_TRIES):
        offer = _try(waiting, wish, office, start)
        if offer is not None:
            return offer
    return None


def _free(waiting: Waiting) -> tuple[Wish, Free] | None:
    try:
        wish = find_wish(waiting.offerings, waiting.people)
    except NoSuchOffering:
        return None
    return wish, free_times(wish)


def _suiting(waiting: Waiting, wish: Wish, free: Free) -> Iterator[tuple[Office, datetime]]:
    """The earliest first; nothing that this person was offered before, or could have had just as early."""
    offered = set(Offer.objects.filter(waiting=waiting).values_list("office", "starts_at"))
    when = When(waiting.earliest, waiting.latest, tuple(waiting.offices), waiting.part)
    limits = [waiting.before, waiting.booking.starts_at if waiting.booking is not None else None]
    before = min((limit for limit in limits if limit is not None), default=None)
    for office, start in suiting_times(wish, free, when, before=before):
        if (office.pk, start) not in offered:
            yield office, start


def _try(waiting: Waiting, wish: Wish, office: Office, start: datetime) -> Offer | None:
    row = Offer(id=uuid7(), waiting=waiting, person=waiting.person, office=office, starts_at=start)
    row.expires_at = clock.now() + KEPT
    row.ends_at = start + timedelta(minutes=wish.length.minutes)
    row.code_hash = code_hash(link_code("offer", row.pk))
    try:
        with transaction.atomic():
            row.counter = take_time(
                wish, start, lambda slots: hold(slots, owner=row.pk, until=row.expires_at), office=office.pk
            )
            row.save(force_insert=True)
    except (Gone, NotOpen, IntegrityError):  # somebody was faster; or this person has just got another offer
        return None
    _pass_on_later(row)
    tell_offer(row)
    return row


def _pass_on_later(row: Offer) -> None:
    from rathaus.appointments.tasks import pass_on_offer  # tasks import the actions

    pass_on_offer.defer_after(int(KEPT.total_seconds()) + 1, offer=str(row.pk))
