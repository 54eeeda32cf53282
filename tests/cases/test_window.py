"""Applications are taken inside the offer's window and up to its limit; what was begun is kept."""

from datetime import UTC, datetime

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.cases.models import Submission
from rathaus.cases.service import (
    NotAvailable,
    NotReady,
    Receipt,
    get_draft,
    save_answers,
    start_draft,
    start_draft_at_desk,
    submit_case,
)
from rathaus.catalogue.models import PlaceCount
from rathaus.catalogue.service import Offer, Window, get_offer, withdraw_offer
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests.cases import factories

pytestmark = pytest.mark.django_db
WINTER = Window(season_from="11-15", season_until="01-31")
INSIDE, NEW_YEAR, AFTER = (
    datetime(2026, 12, 30, 9, tzinfo=UTC),
    datetime(2027, 1, 31, 22, 59, tzinfo=UTC),  # a minute before midnight in Berlin
    datetime(2027, 1, 31, 23, 1, tzinfo=UTC),
)


def offer_with(window: Window) -> Offer:
    offer = factories.publish_dog()
    window.write_to(offer)
    offer.save()
    return offer


def _reason(raised: pytest.ExceptionInfo[NotAvailable]) -> str:
    return raised.value.availability.reason


def test_nobody_begins_outside_the_window(town: Municipality) -> None:
    offer = offer_with(WINTER)
    with clock.freeze(AFTER), pytest.raises(NotAvailable) as raised:
        start_draft(offer, language="de")
    assert _reason(raised) == "season"


def test_a_season_goes_on_across_new_year_and_ends_at_midnight(town: Municipality) -> None:
    offer_with(WINTER)
    with clock.freeze(INSIDE):
        drafts = [factories.dog_draft()[0] for _ in range(2)]
    with clock.freeze(NEW_YEAR):
        assert isinstance(submit_case(drafts[0], idempotency_key="a", by=None), Receipt)
    with clock.freeze(AFTER), pytest.raises(NotAvailable):
        submit_case(drafts[1], idempotency_key="b", by=None)


def test_what_was_begun_in_time_is_refused_after_closing_and_kept(town: Municipality) -> None:
    offer_with(WINTER)
    with clock.freeze(INSIDE):
        draft, token = factories.dog_draft()
    with clock.freeze(datetime(2027, 2, 3, 9, tzinfo=UTC)):
        save_answers(draft, {**draft.answers, "farbe": "braun"})
        with pytest.raises(NotAvailable) as raised:
            submit_case(draft, idempotency_key="a", by=None)
        kept = get_draft(token)
    assert _reason(raised) == "season"
    assert kept is not None
    assert (kept.case_id, kept.answers["farbe"]) == (None, "braun")
    assert Submission.objects.count() == 0


def test_a_receipt_is_shown_again_after_closing(town: Municipality) -> None:
    offer_with(WINTER)
    with clock.freeze(INSIDE):
        draft, _ = factories.dog_draft()
        first = submit_case(draft, idempotency_key="a", by=None)
    with clock.freeze(AFTER):
        assert submit_case(draft, idempotency_key="b", by=None) == first


def test_at_the_limit_the_next_one_is_refused_and_kept(town: Municipality) -> None:
    offer_with(Window(limit_count=1, limit_per="year"))
    drafts = [factories.dog_draft() for _ in range(2)]
    submit_case(drafts[0][0], idempotency_key="a", by=None)
    with pytest.raises(NotAvailable) as raised:
        submit_case(drafts[1][0], idempotency_key="b", by=None)
    assert _reason(raised) == "full"
    kept = get_draft(drafts[1][1])
    assert kept is not None
    assert kept.answers["hundename"] == "Bello"
    with pytest.raises(NotAvailable):
        start_draft(factories.publish_dog(), language="de")


def test_what_is_refused_for_its_answers_takes_no_place(town: Municipality) -> None:
    offer_with(Window(limit_count=1, limit_per="year"))
    draft, _ = factories.dog_draft()
    save_answers(draft, {})
    with pytest.raises(NotReady):
        submit_case(draft, idempotency_key="a", by=None)
    assert PlaceCount.objects.count() == 0


def test_a_running_draft_of_a_withdrawn_offer_is_finished_but_none_begins(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    withdraw_offer(factories.publish_dog(), by=None)
    submit_case(draft, idempotency_key="a", by=None)
    offer = get_offer(factories.DOG, withdrawn=True)
    assert offer is not None
    with pytest.raises(NotAvailable) as raised:
        start_draft(offer, language="de")
    assert _reason(raised) == "withdrawn"


def test_a_letter_may_have_come_in_time_but_takes_a_place_like_all(town: Municipality, clara: StaffMember) -> None:
    offer = offer_with(Window(season_from="11-15", season_until="01-31", limit_count=1, limit_per="window"))
    with clock.freeze(AFTER):
        answers = factories.dog_answers(offer)
        drafts = [
            start_draft_at_desk(offer, by=clara, channel="letter", language="de", answers=answers) for _ in range(2)
        ]
        submit_case(drafts[0], idempotency_key="a", by=None)
        with pytest.raises(NotAvailable) as raised:
            submit_case(drafts[1], idempotency_key="b", by=None)
    assert _reason(raised) == "full"
    assert list(PlaceCount.objects.values_list("period", "taken")) == [("2026-11-15", 1)]
