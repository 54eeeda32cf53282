"""Twenty at once. Each guard has a control without it, in which the fault must show."""

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.query import QuerySet

from rathaus.cases import acting, submitting
from rathaus.cases.models import Assignment, Submission, TimelineEvent
from rathaus.cases.service import (
    AlreadyAnswered,
    Case,
    NotAvailable,
    NotPossible,
    Receipt,
    Stale,
    confirm,
    get_draft,
    submit_case,
    take_over,
)
from rathaus.catalogue.models import PlaceCount
from rathaus.catalogue.service import Window, forget_shelves
from rathaus.outbox.models import OutgoingMail
from tests import cast
from tests.cases import factories
from tests.cases.joint import joint_case, link_of
from tests.cases.races import Arena, all_read_first, arena

RUNNERS = 20


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    forget_shelves()
    with django_db_blocker.unblock(), arena("race") as made:
        yield made
    forget_shelves()


@pytest.fixture
def without_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self.all())


def _post(token: str, key: str) -> Receipt:
    draft = get_draft(token)
    assert draft is not None
    return submit_case(draft, idempotency_key=key, by=None)


def _counts() -> dict[str, int]:
    return {
        "cases": Case.objects.count(),
        "submissions": Submission.objects.count(),
        "events": TimelineEvent.objects.count(),
        "mails": OutgoingMail.objects.filter(to=cast.ANNA.email).count(),
    }


ONCE = {"cases": 1, "submissions": 1, "events": 2, "mails": 1}


@pytest.mark.parametrize("keys", ["the same key", "a key each"])
def test_twenty_posts_of_a_draft_are_one_case(town_hall: Arena, keys: str) -> None:
    _, token = town_hall.run(factories.dog_draft)
    results = town_hall.race(RUNNERS, lambda i: _post(token, "key" if keys == "the same key" else f"key {i}"))
    assert {type(result) for result in results} == {Receipt}
    assert {(result.case.number, result.code) for result in results} == {(results[0].case.number, results[0].code)}
    assert town_hall.run(_counts) == ONCE


@pytest.mark.usefixtures("without_row_locks")
def test_control_without_the_lock_posts_fail_but_the_constraint_still_holds(town_hall: Arena) -> None:
    _, token = town_hall.run(factories.dog_draft)
    results = town_hall.race(RUNNERS, lambda i: _post(token, f"key {i}"))
    assert any(isinstance(result, Exception) for result in results)
    assert town_hall.run(_counts) == ONCE


def test_twenty_applications_get_twenty_numbers(town_hall: Arena) -> None:
    tokens = town_hall.run(lambda: [factories.dog_draft()[1] for _ in range(RUNNERS)])
    results = town_hall.race(RUNNERS, lambda i: _post(tokens[i], f"key {i}"))
    assert sorted(int(r.case.number[-6:]) for r in results) == list(range(1, RUNNERS + 1))


def test_control_reading_and_writing_the_counter_apart_numbers_collide(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submitting, "next_number", lambda: f"2026-{Case.objects.count() + 1:06d}")
    tokens = town_hall.run(lambda: [factories.dog_draft()[1] for _ in range(RUNNERS)])
    results = town_hall.race(RUNNERS, lambda i: _post(tokens[i], f"key {i}"))
    assert any("case_number_once" in str(result) for result in results)


LIMIT = 5


def _limited_drafts() -> list[str]:
    Window(limit_count=LIMIT, limit_per="year").write_to(offer := factories.publish_dog())
    offer.save()
    return [factories.dog_draft()[1] for _ in range(RUNNERS)]


def test_of_twenty_applications_for_five_places_five_are_taken(town_hall: Arena) -> None:
    tokens = town_hall.run(_limited_drafts)
    results = town_hall.race(RUNNERS, lambda i: _post(tokens[i], f"key {i}"))
    assert Counter(type(result) for result in results) == {Receipt: LIMIT, NotAvailable: RUNNERS - LIMIT}
    assert town_hall.run(_counts)["cases"] == LIMIT
    assert town_hall.run(lambda: list(PlaceCount.objects.values_list("taken", "places"))) == [(LIMIT, LIMIT)]


def test_control_looking_at_the_count_before_adding_to_it_too_many_get_a_place(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(_offer: object) -> bool:
        free = Case.objects.count() < LIMIT
        time.sleep(0.1)
        return free

    monkeypatch.setattr(submitting, "take_place", look)
    tokens = town_hall.run(_limited_drafts)
    town_hall.race(RUNNERS, lambda i: _post(tokens[i], f"key {i}"))
    assert town_hall.run(_counts)["cases"] > LIMIT


PEOPLE = [cast.Person(f"Mira Nummer{n}", f"mira{n}@example.org") for n in range(5)]


def _handed_over() -> tuple[int, int]:
    kinds = list(TimelineEvent.objects.values_list("kind", flat=True))
    return kinds.count("confirm"), kinds.count("receive")


def test_five_who_confirm_at_once_hand_the_case_over_once(town_hall: Arena) -> None:
    case = town_hall.run(lambda: joint_case(PEOPLE))
    results = town_hall.race(len(PEOPLE), lambda i: confirm(link_of(PEOPLE[i])))
    assert {type(result) for result in results} == {Case}
    assert town_hall.run(_handed_over) == (5, 1)
    assert not town_hall.run(lambda: Case.objects.get(pk=case.pk)).withheld


def test_one_who_confirms_twenty_times_at_once_confirms_once(town_hall: Arena) -> None:
    town_hall.run(lambda: joint_case([cast.BILAL]))
    results = town_hall.race(RUNNERS, lambda _: confirm(link_of(cast.BILAL)))
    assert Counter(isinstance(result, Case) for result in results) == {True: 1, False: RUNNERS - 1}
    assert {type(r) for r in results if not isinstance(r, Case)} <= {AlreadyAnswered, NotPossible}
    assert town_hall.run(_handed_over) == (1, 1)


@pytest.mark.usefixtures("without_row_locks")
def test_control_without_the_lock_confirmations_get_lost(town_hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "lock", all_read_first(acting.lock, len(PEOPLE)))
    town_hall.run(lambda: joint_case(PEOPLE))
    results = town_hall.race(len(PEOPLE), lambda i: confirm(link_of(PEOPLE[i])))
    assert any(isinstance(result, Exception) for result in results)
    assert town_hall.run(_handed_over) != (5, 1)


def test_of_two_clerks_the_second_is_told(town_hall: Arena) -> None:
    case = town_hall.run(factories.dog_case)
    results = town_hall.race(2, lambda i: take_over(case, by=_clerk(i), revision=case.revision))
    refused = [result for result in results if isinstance(result, Stale)]
    assert len(refused) == 1
    assert refused[0].case.assignee_id is not None
    assert town_hall.run(Assignment.objects.count) == 1


@pytest.mark.usefixtures("without_row_locks")
def test_control_without_the_lock_both_clerks_believe_to_have_it(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TimelineEvent.objects, "create", lambda **_: None)
    monkeypatch.setattr(acting, "lock", all_read_first(acting.lock, 2))
    case = town_hall.run(factories.dog_case)
    results = town_hall.race(2, lambda i: take_over(case, by=_clerk(i), revision=case.revision))
    assert [isinstance(result, Case) for result in results] == [True, True]


def _clerk(number: int) -> Any:
    return factories.staff((cast.CLARA, cast.LEO)[number])
