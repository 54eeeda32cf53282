"""Several objections to one notice at once. The guard has a control without it, in which the fault must show."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models.query import QuerySet

from rathaus.cases import objecting
from rathaus.cases.service import AlreadyObjected, Case, Receipt, get_draft, start_objection, submit_case
from rathaus.catalogue.service import forget_shelves
from tests import cast
from tests.cases import factories
from tests.cases.races import Arena, all_read_first, arena

from .conftest import apply, decide

RUNNERS = 6


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    forget_shelves()
    with django_db_blocker.unblock(), arena("objections") as made:
        yield made
    forget_shelves()


def _drafts() -> list[str]:
    notice = decide(apply(factories.DOG, electronically=True), factories.staff(cast.CLARA))
    return [start_objection(notice, language="de")[1] for _ in range(RUNNERS)]


def _submit(token: str, key: str) -> Receipt:
    draft = get_draft(token)
    assert draft is not None
    return submit_case(draft, idempotency_key=key, by=None)


def test_of_several_at_once_the_first_counts(town_hall: Arena) -> None:
    tokens = town_hall.run(_drafts)
    results = town_hall.race(RUNNERS, lambda i: _submit(tokens[i], f"key {i}"))
    assert Counter(type(result) for result in results) == {Receipt: 1, AlreadyObjected: RUNNERS - 1}
    assert town_hall.run(lambda: Case.objects.exclude(about=None).count()) == 1


def test_control_without_the_lock_others_run_into_the_constraint(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = town_hall.run(_drafts)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self.all())
    monkeypatch.setattr(objecting, "objection_to", all_read_first(objecting.objection_to, RUNNERS))
    results = town_hall.race(RUNNERS, lambda i: _submit(tokens[i], f"key {i}"))
    assert [result for result in results if isinstance(result, IntegrityError)] != []
    assert town_hall.run(lambda: Case.objects.exclude(about=None).count()) <= 1
