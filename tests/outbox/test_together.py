"""Jobs that are deferred together go into the queue in one statement, or not at all."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rathaus.outbox.service import deferred_together, tenant_task
from rathaus.tenancy.service import Municipality, scope


@tenant_task(name="tests.first")
def first(thing: str) -> None:
    """Never run."""


@tenant_task(name="tests.second")
def second(thing: str) -> None:
    """Never run."""


def queued() -> list[tuple[str, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select task_name, args ->> 'thing', scheduled_at is not null from procrastinate_jobs"
            " where task_name like 'tests.%' order by id"
        )
        return list(cursor.fetchall())


def test_different_jobs_take_one_statement(tangerhuette: Municipality) -> None:
    with scope(tangerhuette), CaptureQueriesContext(connection) as captured, deferred_together():
        first.defer(thing="a")
        with deferred_together():
            second.defer_after(60, thing="b")
        first.defer_each([{"thing": "c"}], priority=5)
        assert queued() == []
    assert sum("defer_jobs" in query["sql"] for query in captured) == 1
    assert queued() == [("tests.first", "a", False), ("tests.second", "b", True), ("tests.first", "c", False)]


def test_what_fails_defers_nothing_and_the_next_defers_by_itself(tangerhuette: Municipality) -> None:
    with scope(tangerhuette):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), deferred_together():
            first.defer(thing="a")
            raise ZeroDivisionError
        second.defer(thing="b")
    assert queued() == [("tests.second", "b", False)]
