"""From the events of a notice to the dates that both sides read."""

from datetime import UTC, date, datetime

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.cases.delivery.events import note_notification
from rathaus.cases.service import (
    DeliveryEvent,
    NotAllowed,
    NotPossible,
    PaperDelivery,
    WrongDay,
    deliveries_of,
    finish_papers,
    law,
    note_return,
    open_overdue_papers,
    paper_tasks,
    print_papers,
    record_of,
    retrieve_notice,
)
from rathaus.core import clock
from tests.cases import factories

from .conftest import Issue, berlin, record

pytestmark = pytest.mark.django_db


def post(by: StaffMember, on: str, *, by_hand: bool = False) -> int:
    return finish_papers([task.id for task in paper_tasks(by)], on=date.fromisoformat(on), by=by, by_hand=by_hand)


def test_who_consents_and_retrieves_has_it_the_day_after(issue: Issue) -> None:
    notice = issue(at="2026-12-01 10:00")
    found = record(notice)
    assert (found.rule, found.retrieve_by, found.given_on) == ("retrieval", date(2026, 12, 11), None)
    with clock.freeze(berlin("2026-12-03 18:00")):
        assert found.waits_for_retrieval
        retrieve_notice(notice, by=None)
        found = record(notice)
    assert (found.given_on, found.law) == (date(2026, 12, 4), "§ 41 Abs. 2a VwVfG")
    assert found.objection_until == date(2027, 1, 4)
    assert not found.waits_for_retrieval


@pytest.mark.parametrize(
    ("instant", "given"),
    [
        (datetime(2026, 12, 11, 22, 59, 59, tzinfo=UTC), date(2026, 12, 12)),  # 23:59:59 in Germany, the last day
        (datetime(2026, 12, 11, 23, 0, tzinfo=UTC), None),  # midnight: too late
    ],
)
def test_the_last_day_ends_at_midnight_in_germany(issue: Issue, instant: datetime, given: date | None) -> None:
    notice = issue(at="2026-12-01 10:00")
    with clock.freeze(instant):
        retrieve_notice(notice, by=None)
    assert record(notice).given_on == given


def test_the_night_in_which_the_clocks_change_has_one_midnight(issue: Issue) -> None:
    notice = issue(at="2026-10-20 10:00")
    with clock.freeze(datetime(2026, 10, 24, 22, 30, tzinfo=UTC)):  # 0:30 on the day that has 25 hours
        retrieve_notice(notice, by=None)
    assert record(notice).given_on == date(2026, 10, 26)


def test_a_tax_notice_counts_from_the_mail_and_not_from_retrieving_it(issue: Issue) -> None:
    notice = issue(factories.DOG, at="2026-12-21 10:00")
    with clock.freeze(berlin("2026-12-22 10:00")):
        retrieve_notice(notice, by=None)
    found = record(notice)
    assert (found.rule, found.given_on, found.law) == ("tax", date(2026, 12, 28), "§ 122a Abs. 4 AO")


@pytest.mark.parametrize(
    ("key", "rule", "given"),
    [
        ("melderegisterauskunft", "letter", date(2026, 12, 6)),  # a Sunday
        (factories.DOG, "tax_letter", date(2026, 12, 7)),
    ],
)
def test_without_consent_the_desk_has_the_paper_task_at_once(
    issue: Issue, clara: StaffMember, key: str, rule: str, given: date
) -> None:
    notice = issue(key, at="2026-12-01 10:00", electronically=False)
    found = record(notice)
    assert (found.rule, found.paper_reason, found.given_on) == (rule, "no_consent", None)
    assert [task.reason for task in paper_tasks(clara)] == ["no_consent"]
    with clock.freeze(berlin("2026-12-02 10:00")):
        retrieve_notice(notice, by=None)  # reading it online has no effect
    assert record(notice).given_on is None
    with clock.freeze(berlin("2026-12-03 10:00")):
        assert post(clara, "2026-12-02") == 1
    assert record(notice).given_on == given
    assert paper_tasks(clara) == []


def test_what_is_not_retrieved_in_ten_days_goes_by_post_once(issue: Issue, clara: StaffMember) -> None:
    notice = issue(at="2026-12-01 10:00")
    with clock.freeze(berlin("2026-12-11 23:59")):
        assert open_overdue_papers() == 0
    with clock.freeze(berlin("2026-12-12 00:10")):
        assert (open_overdue_papers(), open_overdue_papers()) == (1, 0)
    with clock.freeze(berlin("2026-12-13 10:00")):
        retrieve_notice(notice, by=None)  # too late: no effect
        assert (record(notice).given_on, record(notice).paper_reason) == (None, "not_retrieved")
        assert post(clara, "2026-12-13") == 1
    found = record(notice)
    assert (found.given_on, found.law, found.posted_on) == (
        date(2026, 12, 17),
        "§ 41 Abs. 2 VwVfG",
        date(2026, 12, 13),
    )


def test_what_was_retrieved_in_time_or_given_by_its_mail_never_goes_by_post(issue: Issue) -> None:
    retrieved = issue(at="2026-12-01 10:00")
    issue(factories.DOG, at="2026-12-01 10:00")
    with clock.freeze(berlin("2026-12-02 10:00")):
        retrieve_notice(retrieved, by=None)
    with clock.freeze(berlin("2027-02-01 00:10")):
        assert open_overdue_papers() == 0


@pytest.mark.parametrize("key", ["melderegisterauskunft", factories.DOG])
def test_whom_no_mail_could_tell_gets_it_by_post(issue: Issue, key: str) -> None:
    notice = issue(key, at="2026-12-01 10:00", told=False)
    with clock.freeze(berlin("2026-12-11 10:00")):
        assert open_overdue_papers() == 0
    with clock.freeze(berlin("2026-12-12 10:00")):
        assert open_overdue_papers() == 1
        assert record(notice).paper_reason == "not_notified"


def test_the_notification_is_noted_when_the_mail_server_took_it(issue: Issue) -> None:
    notice = issue(at="2026-12-01 10:00", told=False)
    assert record(notice).notified is None
    with clock.freeze(berlin("2026-12-03 08:00")):
        for _ in range(2):
            note_notification("case_notice", {"number": notice.case.number}, clock.now())
    found = record(notice)
    assert (found.notified, found.retrieve_by) == (berlin("2026-12-03 08:00"), date(2026, 12, 14))
    assert DeliveryEvent.objects.filter(notice=notice, kind="notification").count() == 1


def test_what_is_handed_over_is_given_on_the_day(issue: Issue, clara: StaffMember) -> None:
    notice = issue(at="2026-12-01 10:00", electronically=False)
    with clock.freeze(berlin("2026-12-02 10:00")):
        post(clara, "2026-12-02", by_hand=True)
    assert (record(notice).given_on, record(notice).handed_on) == (date(2026, 12, 2), date(2026, 12, 2))


def test_a_letter_that_comes_back_never_counted_and_is_posted_again(issue: Issue, clara: StaffMember) -> None:
    notice = issue(at="2026-12-01 10:00", electronically=False)
    with pytest.raises(NotPossible):
        note_return(notice, by=clara)
    with clock.freeze(berlin("2026-12-02 10:00")):
        post(clara, "2026-12-02")
    with clock.freeze(berlin("2026-12-09 10:00")):
        note_return(notice, by=clara)
        assert (record(notice).given_on, record(notice).paper_reason) == (None, "returned")
        with pytest.raises(NotPossible):
            note_return(notice, by=clara)
        post(clara, "2026-12-09")
    found = record(notice)
    assert (found.given_on, found.returned_on) == (date(2026, 12, 13), date(2026, 12, 9))
    assert [paper.reason for paper in PaperDelivery.objects.order_by("id")] == ["no_consent", "returned"]


@pytest.mark.parametrize("on", ["2026-11-30", "2026-12-03"])
def test_nothing_is_posted_before_it_is_made_or_in_the_future(issue: Issue, clara: StaffMember, on: str) -> None:
    issue(at="2026-12-01 10:00", electronically=False)
    with clock.freeze(berlin("2026-12-02 10:00")), pytest.raises(WrongDay):
        post(clara, on)
    assert len(paper_tasks(clara)) == 1


def test_another_unit_posts_prints_and_takes_back_nothing(
    issue: Issue, clara: StaffMember, olga: StaffMember
) -> None:
    notice = issue(at="2026-12-01 10:00", electronically=False)
    ids = [task.id for task in paper_tasks(clara)]
    assert paper_tasks(olga) == []
    with clock.freeze(berlin("2026-12-02 10:00")):
        assert finish_papers(ids, on=date(2026, 12, 2), by=olga) == 0
        with pytest.raises(NotPossible):
            print_papers(ids, by=olga)
        post(clara, "2026-12-02")
        with pytest.raises(NotAllowed):
            note_return(notice, by=olga)
    assert record(notice).posted_on == date(2026, 12, 2)


def test_a_notice_that_tells_of_no_remedy_can_be_objected_to_for_a_year(issue: Issue) -> None:
    notice = issue(at="2026-12-01 10:00")
    with clock.freeze(berlin("2026-12-03 18:00")):
        retrieve_notice(notice, by=None)
    notice.taught = False  # what the row says is written once
    found = record_of(notice, deliveries_of(notice.case), law())
    assert found.objection_until == date(2027, 12, 6)  # 4 December 2027 is a Saturday
