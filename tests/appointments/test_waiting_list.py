"""A time that becomes free goes to one person at a time, for half an hour."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.accounts.service import StaffMember
from rathaus.appointments.forgetting import forget_visitors, forget_waiting
from rathaus.appointments.models import Offer, Waiting
from rathaus.appointments.service import (
    Booking,
    ClosureDraft,
    Contact,
    NotChangeable,
    OfferGone,
    Status,
    TooMany,
    WaitsAlready,
    When,
    accept_offer,
    block_time,
    booking_link,
    cancel_booking,
    close,
    decline_offer,
    find_offer,
    find_place,
    find_wish,
    join_list,
    join_with_booking,
    leave_list,
    lift_block,
    lift_closure,
    preview_closure,
    visible_counters,
)
from rathaus.appointments.tasks import offer_next, pass_on_offer
from rathaus.appointments.waitlist import offering
from rathaus.appointments.waitlist.answering import end_expired_offers
from rathaus.appointments.waitlist.mails import choose_link, offer_link, waiting_link
from rathaus.appointments.waitlist.offering import end_places_that_are_over, offer_one
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.actions import deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import MONDAY
from .making import ANNA, BILAL, at, book, free_on

TUESDAY_ONLY = When(date(2026, 12, 1), date(2026, 12, 1))
HALF_PAST = MONDAY + timedelta(minutes=30)
VERA = Contact(cast.VERA.name, email=cast.VERA.email)


def fill_tuesday() -> list[Booking]:
    """Every registrar of residence is taken all day, but for no one."""
    wish, made = find_wish(["wohnsitz"]), []
    number = 0
    while times := free_on(wish):
        hour, minute = times[0].split(":")
        number += 1
        who = Contact(f"Gast {number}", email=f"gast{number}@example.org")
        made.append(book(who, at(int(hour), int(minute))))
    return made


@pytest.fixture
def full(town: Municipality, settings: object, monkeypatch: pytest.MonkeyPatch) -> list[Booking]:
    monkeypatch.setattr("rathaus.outbox.jobs.close_old_connections", lambda: None)  # the test's own is in use
    settings.RATHAUS_HOLDS_PER_HOUR = 1000  # type: ignore[attr-defined]  # pytest-django's
    return fill_tuesday()


def wait(contact: Contact = ANNA, when: When = TUESDAY_ONLY) -> Waiting:
    return join_list(find_wish(["wohnsitz"]), when, contact, network="203.0.113.7")


def is_held(offer: Offer) -> bool:
    return Occupied.objects.filter(owner=offer.pk, state="held", expires_at__gt=clock.now()).exists()


def test_a_freed_time_is_kept_for_who_waits_longest(full: list[Booking]) -> None:
    first, _second = wait(ANNA), wait(BILAL)
    assert offer_one() is None
    cancel_booking(full[0])
    offer = offer_one()
    assert offer is not None
    assert (offer.waiting, offer.starts_at, offer.expires_at) == (
        first,
        full[0].starts_at,
        MONDAY + timedelta(minutes=30),
    )
    assert is_held(offer)
    assert free_on(find_wish(["wohnsitz"])) == []  # nobody else can take it
    assert offer_one() is None  # and nobody else is offered it


def test_taken_it_is_booked_once(full: list[Booking]) -> None:
    waiting = wait()
    cancel_booking(full[0])
    offer = offer_one()
    assert offer is not None
    booking = accept_offer(offer)
    assert accept_offer(offer) == booking
    assert (booking.starts_at, booking.name, booking.email) == (full[0].starts_at, cast.ANNA.name, cast.ANNA.email)
    assert Occupied.objects.filter(owner=booking.pk, state="booked").count() == 1
    waiting.refresh_from_db()
    assert waiting.end == "taken"


def test_declined_or_run_out_it_goes_to_the_next(full: list[Booking]) -> None:
    for who in (ANNA, BILAL, VERA):
        wait(who)
    cancel_booking(full[0])
    declined = offer_one()
    assert declined is not None
    decline_offer(declined)
    assert not is_held(declined)
    second = offer_one()
    assert second is not None
    assert second.waiting.email == cast.BILAL.email
    with clock.freeze(MONDAY + timedelta(minutes=30)):
        with pytest.raises(OfferGone):
            accept_offer(second)
        assert end_expired_offers() == 1
        third = offer_one()
        assert third is not None
        assert third.waiting.email == cast.VERA.email
        assert offer_one() is None  # who let it go isn't asked for the same time again


def test_a_visit_moves_to_the_time_and_its_own_is_offered_on(full: list[Booking]) -> None:
    late, earlier = full[-1], full[0]
    waiting = join_with_booking(late, When(date(2026, 12, 1), date(2026, 12, 31)))
    wait(BILAL)
    with pytest.raises(WaitsAlready):
        join_with_booking(late, TUESDAY_ONLY)
    cancel_booking(earlier)
    offer = offer_one()
    assert offer is not None
    assert offer.waiting == waiting
    moved = accept_offer(offer)
    assert (moved.pk, moved.starts_at, moved.sequence) == (late.pk, earlier.starts_at, 1)
    assert list(Occupied.objects.filter(owner=late.pk).values_list("starts_at", "state")) == [
        (earlier.starts_at, "booked")
    ]
    passed_on = offer_one()
    assert passed_on is not None
    assert (passed_on.waiting.email, passed_on.starts_at) == (cast.BILAL.email, late.starts_at)


def test_a_later_time_is_no_offer_for_who_has_a_visit(full: list[Booking]) -> None:
    join_with_booking(full[0], TUESDAY_ONLY)
    cancel_booking(full[-1])
    assert offer_one() is None


@pytest.mark.parametrize(
    "when",
    [
        When(date(2026, 12, 1), date(2026, 12, 1), part="nachmittag"),
        When(date(2026, 12, 1), date(2026, 12, 1), offices=("nirgends",)),
        When(date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_only_what_suits_is_offered(full: list[Booking], when: When) -> None:
    wait(ANNA, when)
    cancel_booking(full[0])  # on Tuesday morning
    assert offer_one() is None


def test_a_lifted_block_is_offered_too(full: list[Booking]) -> None:
    clara = StaffMember.objects.get(account__email=cast.CLARA.email)
    cancelled = cancel_booking(full[0])
    counter = next(c for c in visible_counters(clara) if c.pk == cancelled.counter_id)
    blocked = block_time(counter, cancelled.starts_at, cancelled.ends_at, reason="", by=clara)
    wait()
    assert offer_one() is None
    jobs = offers_queued()
    lift_block(blocked)
    assert offers_queued() == jobs + 1
    assert offer_one() is not None


def offers_queued() -> int:
    return ProcrastinateJob.objects.filter(task_name="appointments.offer_next").count()


def test_a_free_time_asks_for_a_job_only_where_somebody_waits(full: list[Booking]) -> None:
    cancel_booking(full[0])
    assert offers_queued() == 0
    wait()
    cancel_booking(full[1])
    assert offers_queued() == 2  # for the new place, and for the new time
    offer_next.task.func(municipality=full[0].municipality_id)
    assert (Offer.objects.count(), offers_queued()) == (1, 3)  # one offer a transaction, and a look for the next


def test_who_stands_behind_many_whom_nothing_suits_is_looked_at_too(
    full: list[Booking], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "LOOKS", 2)
    for number in range(5):
        unsuited = When(date(2026, 12, 1), date(2026, 12, 1), offices=("nirgends",))
        wait(Contact(f"N{number}", email=f"n{number}@example.org"), unsuited)
    last = wait(ANNA)
    cancel_booking(full[0])
    jobs = ProcrastinateJob.objects.filter(task_name="appointments.offer_next").order_by("-id")
    for _page in range(3):
        assert Offer.objects.count() == 0
        offer_next.task.func(**jobs[0].args)  # and queues the next look
    assert list(Offer.objects.values_list("waiting", flat=True)) == [last.pk]
    assert "after" not in jobs[0].args  # which begins anew after an offer


def test_the_job_that_passes_on_does_nothing_too_early_or_twice(full: list[Booking]) -> None:
    wait()
    cancel_booking(full[0])
    offer = offer_one()
    assert offer is not None
    for minutes, end in ((29, ""), (30, "expired"), (31, "expired")):
        with clock.freeze(MONDAY + timedelta(minutes=minutes)):
            pass_on_offer.task.func(municipality=full[0].municipality_id, offer=str(offer.pk))
        offer.refresh_from_db()
        assert offer.end == end


def test_who_leaves_is_written_to_no_more_and_gives_the_offer_up(full: list[Booking]) -> None:
    waiting = wait()
    cancel_booking(full[0])
    offer = offer_one()
    assert offer is not None
    for _twice in range(2):
        leave_list(waiting)
    assert not is_held(offer)
    with pytest.raises(OfferGone):
        accept_offer(offer)
    assert offer_one() is None


def test_the_links_open_nothing_elsewhere(full: list[Booking], thale: Municipality) -> None:
    waiting = wait()
    cancel_booking(full[0])
    offer = offer_one()
    assert offer is not None
    codes = [offer_link(offer).split("#")[1], waiting_link(waiting).split("#")[1]]
    assert (find_offer(codes[0]), find_place(codes[1])) == (offer, waiting)
    assert (find_offer(codes[1]), find_place(codes[0])) == (None, None)
    with scope(thale):
        assert (find_offer(codes[0]), find_place(codes[1])) == (None, None)
        assert offer_one() is None


def test_places_end_with_their_last_day_or_their_visit(full: list[Booking]) -> None:
    wait()
    join_with_booking(full[-1], TUESDAY_ONLY)
    assert end_places_that_are_over() == 0
    cancel_booking(full[-1])
    assert end_places_that_are_over() == 1
    with clock.freeze(MONDAY + timedelta(days=2)):
        assert end_places_that_are_over() == 1
    with pytest.raises(NotChangeable):
        join_with_booking(full[-1], TUESDAY_ONLY)


def over_mails(mailoutbox: list[object]) -> list[str]:
    for mail in OutgoingMail.objects.filter(template="appointment_waiting_over"):
        deliver(str(mail.pk))
    return [f"{mail.subject}\n{mail.body}" for mail in mailoutbox]  # type: ignore[attr-defined]


def test_who_waited_in_vain_is_told_with_a_way_to_the_times_of_now(
    full: list[Booking], mailoutbox: list[object]
) -> None:
    waiting = wait()
    with clock.freeze(MONDAY + timedelta(days=2)):
        assert end_places_that_are_over() == 1
        assert end_places_that_are_over() == 0
        (text,) = over_mails(mailoutbox)
    assert "bis zum 1. Dezember 2026 auf eine freie Zeit gewartet. Leider ist keine frei geworden" in text
    assert choose_link(waiting) in text
    assert (cast.ANNA.name in text, "Wohnsitz" in text, "wohnsitz" in text) == (False, False, False)


def test_who_let_an_offer_go_is_told_only_that_it_is_over(full: list[Booking], mailoutbox: list[object]) -> None:
    wait()
    cancel_booking(full[0])
    offer = offer_one()
    assert offer is not None
    decline_offer(offer)
    with clock.freeze(MONDAY + timedelta(days=2)):
        end_places_that_are_over()
        (text,) = over_mails(mailoutbox)
    assert "Leider ist keine" not in text


def test_who_has_a_later_visit_is_told_that_it_stays(full: list[Booking], mailoutbox: list[object]) -> None:
    visit = book(ANNA, at(9, day=(2026, 12, 15)))
    join_with_booking(visit, TUESDAY_ONLY)
    with clock.freeze(MONDAY + timedelta(days=2)):
        end_places_that_are_over()
        (text,) = over_mails(mailoutbox)
    assert "Ihr Termin am Dienstag, 15. Dezember 2026 um 09:00 Uhr bleibt, wie er ist." in text
    assert booking_link(visit) in text


def test_who_left_or_whose_visit_is_over_is_not_written_to(full: list[Booking]) -> None:
    leave_list(wait())
    join_with_booking(full[-1], TUESDAY_ONLY)
    cancel_booking(full[-1])
    with clock.freeze(MONDAY + timedelta(hours=1)):
        assert end_places_that_are_over() == 1
    with clock.freeze(MONDAY + timedelta(days=2)):
        assert end_places_that_are_over() == 0
    assert OutgoingMail.objects.filter(template="appointment_waiting_over").count() == 0


def test_a_lifted_closure_is_offered_at_once(full: list[Booking]) -> None:
    cancelled = cancel_booking(full[0])
    ida = StaffMember.objects.get(account__email=cast.IDA.email)
    draft = ClosureDraft(at(0), at(0) + timedelta(days=1), office=cancelled.office)
    closure = close(draft, seen=preview_closure(draft, by=ida).mark, by=ida)
    wait()
    assert offer_one() is None
    jobs = offers_queued()
    for _twice in range(2):
        lift_closure(closure, by=ida)
    assert offers_queued() == jobs + 1
    offer = offer_one()
    assert (offer and offer.starts_at) == cancelled.starts_at


def test_three_places_for_a_person_and_the_same_wish_is_the_same_place(full: list[Booking]) -> None:
    assert wait() == wait()
    for day in (2, 3):
        wait(ANNA, When(date(2026, 12, 1), date(2026, 12, day)))
    with pytest.raises(TooMany):
        wait(ANNA, When(date(2026, 12, 1), date(2026, 12, 4)))
    wait(BILAL, When(date(2026, 12, 1), date(2026, 12, 4)))


@pytest.mark.parametrize(
    "when",
    [
        When(date(2026, 11, 1), date(2026, 11, 29)),
        When(date(2026, 12, 2), date(2026, 12, 1)),
        When(date(2026, 12, 2), date(9999, 12, 31)),
    ],
)
def test_absurd_days_are_refused(town: Municipality, when: When) -> None:
    with pytest.raises(ValueError, match="time to come"):
        wait(ANNA, when)


def test_one_person_has_one_open_offer(full: list[Booking]) -> None:
    wait()
    wait(ANNA, When(date(2026, 12, 1), date(2026, 12, 2)))
    for booking in full[:2]:
        cancel_booking(booking)
    offer = offer_one()
    assert offer is not None
    assert offer_one() is None
    offer.pk, offer.code_hash = None, "another"
    with pytest.raises(IntegrityError, match="offer_to_person_once"), transaction.atomic():
        Offer(**{**values(offer), "starts_at": at(8)}).save()
    with pytest.raises(IntegrityError, match="offer_of_time_once"), transaction.atomic():
        Offer(**{**values(offer), "person": "bilal"}).save()


def values(offer: Offer) -> dict[str, object]:
    names = ("waiting", "person", "office", "counter", "starts_at", "ends_at", "expires_at", "code_hash")
    return {name: getattr(offer, name) for name in names}


def test_the_e_mails_name_neither_person_nor_errand(full: list[Booking], mailoutbox: list[object]) -> None:
    wait()
    cancel_booking(full[0])
    offer = offer_one()
    assert offer is not None
    mails = OutgoingMail.objects.filter(to=cast.ANNA.email).order_by("pk")
    for mail in mails:
        deliver(str(mail.pk))
    texts = [f"{mail.subject}\n{mail.body}" for mail in mailoutbox]  # type: ignore[attr-defined]
    assert len(texts) == 2
    for text in texts:
        assert cast.ANNA.name not in text
        assert "Wohnsitz" not in text
    assert waiting_link(offer.waiting) in texts[0]
    assert offer_link(offer) in texts[1]
    assert "Frei geworden: 1. Dezember 2026" in texts[1]
    assert "Bis 09:30 Uhr" in texts[1]


def test_who_waited_is_forgotten_after_thirty_days(full: list[Booking]) -> None:
    waiting = wait()
    leave_list(waiting)
    with clock.freeze(MONDAY + timedelta(days=29)):
        assert forget_waiting() == 0
    with clock.freeze(MONDAY + timedelta(days=31)):
        assert forget_waiting() == 1
    waiting.refresh_from_db()
    assert (waiting.name, waiting.email, waiting.person) == ("", "", "")
    assert OutgoingMail.objects.filter(to=cast.ANNA.email).count() == 0
    assert forget_visitors() == 0
    assert Booking.objects.filter(status=Status.CANCELLED).count() == 0
