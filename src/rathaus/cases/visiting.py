"""The appointment that an application contains: booked with the case, or neither of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import (
    MOST_NAME,
    Booking,
    Contact,
    EventKind,
    HoldGone,
    NoSuchOffering,
    TooMany,
    book_held,
    booking_changed,
    booking_changing,
    cancel_for_case,
    find_hold,
)
from rathaus.formengine.service import VisitWish

from .errors import TimeGone
from .models import Case, Status, TimelineEvent
from .process import Act, Pinned
from .rules import visible_to

_ACTS = {
    EventKind.BOOKED: Act.VISIT_BOOKED,
    EventKind.MOVED: Act.VISIT_MOVED,
    EventKind.CANCELLED: Act.VISIT_CANCELLED,
}

_by_case: ContextVar[bool] = ContextVar("cancelled_by_the_end_of_a_case", default=False)


@contextmanager
def both_or_neither(wish: VisitWish | None) -> Iterator[None]:
    """A savepoint where an appointment is booked: who catches a refusal then finds neither booking nor case."""
    if wish is None or wish.value is None:
        yield
    else:
        with transaction.atomic():
            yield


def wish_of(pinned: Pinned) -> VisitWish | None:
    """What was chosen in the form that is being sent; None where nothing was."""
    wish = pinned.service.form.appointment(pinned.answers, pinned.context)
    return wish if wish is not None and wish.value is not None else None


def book_for_case(case: Case, wish: VisitWish | None) -> Booking | None:
    """Make the time that the draft keeps a visit of this case; None where nothing was chosen.

    Before the case is saved, whose number must be drawn last: who sends it tells it in the timeline. Raises TimeGone
    where the time expired and somebody else has it, or where the applicant has too many visits to come.
    """
    if wish is None or wish.value is None:
        return None
    hold = find_hold(UUID(wish.value["hold"]))
    if hold is None or hold.booking_id is not None:
        raise TimeGone(wish.key, wish.page)
    try:
        return book_held(hold, contact_of(case), case=case.pk)
    except TooMany:
        raise TimeGone(wish.key, wish.page, too_many=True) from None
    except (HoldGone, NoSuchOffering):
        raise TimeGone(wish.key, wish.page) from None


def contact_of(case: Case) -> Contact:
    """Who comes for a case. Visits are counted, exported and erased by the address in lower case."""
    return Contact(case.applicant_name[:MOST_NAME], case.applicant_email.lower(), language=case.language)


def let_go_of_visit(case: Case, pinned: Pinned, act: Act, *, actor: str, staff: StaffMember | None) -> None:
    """Cancel the visit that is still to come of a case that ends: when withdrawn always, else if the field says so.

    Call it after the act was recorded. Each visit that is cancelled is a further act, by whoever ended the case.
    """
    if case.status != Status.COMPLETED:
        return
    wish = pinned.service.form.appointment(pinned.answers, pinned.context)
    if act is not Act.WITHDRAW and (wish is None or not wish.ends_with_case):
        return
    token = _by_case.set(True)
    try:
        cancelled = cancel_for_case(case.pk, by=staff)
    finally:
        _by_case.reset(token)
    for booking in cancelled:
        _note(case, booking, Act.VISIT_CANCELLED, actor=actor, staff=staff)


def visit_event(case: Case, booking: Booking, act: Act, *, actor: str, staff_id: UUID | None = None) -> TimelineEvent:
    return TimelineEvent(
        case=case,
        revision=case.revision,
        kind=act,
        actor=actor,
        staff_id=staff_id,
        public=True,
        status=case.status,
        data={"visit": booking.number, "start": booking.starts_at.isoformat()},
    )


@receiver(booking_changing, dispatch_uid="cases.lock_for_visit")
def lock_for_visit(booking: Booking, **_: Any) -> None:
    """The case before its visit, as everywhere: who withdraws and who moves at once wait for each other."""
    _locked(booking)


@receiver(booking_changed, dispatch_uid="cases.note_visit")
def note_visit(booking: Booking, kind: EventKind, staff: StaffMember | None, **_: Any) -> None:
    """A line of the timeline, whoever changed it and from where; it counts as an act on the case."""
    case = _locked(booking)
    if kind not in _ACTS or case is None or _by_case.get():
        return
    actors = TimelineEvent.Actor
    _note(case, booking, _ACTS[kind], actor=actors.STAFF if staff else actors.APPLICANT, staff=staff)


def _note(case: Case, booking: Booking, act: Act, *, actor: str, staff: StaffMember | None) -> None:
    case.revision += 1
    case.save(update_fields=["revision"])
    visit_event(case, booking, act, actor=actor, staff_id=staff.pk if staff else None).save(force_insert=True)


def _locked(booking: Booking) -> Case | None:
    """Nothing while the case is being sent, and for a visit that was made with none."""
    if booking.case is None:
        return None
    return Case.objects.select_for_update(of=("self",)).filter(pk=booking.case).first()


def case_of_visit(booking: Booking, staff: StaffMember) -> Case | None:
    """The case that a visit was made with, for who may see it; one query, none for a visit without a case."""
    if booking.case is None:
        return None
    return Case.objects.filter(visible_to(staff), pk=booking.case).first()
