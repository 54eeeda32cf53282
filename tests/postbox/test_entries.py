"""Lines of postboxes: kept up to date, read by their holder alone, from every municipality."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from rathaus.accounts.service import Account
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.postbox.service import Entry, Line, entries_of, put_entry
from rathaus.tenancy.service import Municipality, own_rows, scope
from tests.cast import ANNA, BILAL


@pytest.fixture
def anna(db: None) -> Account:
    return Account.objects.create_user(ANNA.email, name=ANNA.name)


@pytest.fixture
def bilal(db: None) -> Account:
    return Account.objects.create_user(BILAL.email, name=BILAL.name)


def _line(title: str = "Hund anmelden", **more: object) -> Line:
    return Line(kind="case", ref=uuid7(), title=title, path="/vorgang/2026-000001/", **more)  # type: ignore[arg-type]


def test_an_entry_is_one_however_often_it_is_put_and_news_brings_it_back(town: Municipality, anna: Account) -> None:
    line = _line()
    put_entry(anna.pk, line)
    Entry.objects.update(archived_at=clock.now())
    put_entry(anna.pk, replace(line, status="PROCESSING"))
    entry = Entry.objects.get()
    assert (entry.status, entry.unread, entry.archived_at is None) == ("PROCESSING", False, False)
    put_entry(anna.pk, replace(line, is_news=True))
    put_entry(anna.pk, line)
    entry = Entry.objects.get()
    assert (entry.unread, entry.archived_at is None) == (True, True)


def test_a_holder_reads_their_entries_of_all_municipalities_and_nobody_elses(
    town: Municipality, thale: Municipality, anna: Account, bilal: Account
) -> None:
    put_entry(anna.pk, _line("Hund anmelden"))
    put_entry(bilal.pk, _line("Gewerbe anmelden"))
    with scope(thale):
        put_entry(anna.pk, _line("Urkunde bestellen"))
        put_entry(bilal.pk, _line("Urkunde bestellen"))
    found = [(entry.title, entry.municipality.key) for entry in entries_of(anna.pk)]
    assert found == [("Urkunde bestellen", "thale"), ("Hund anmelden", "tangerhuette")]


def test_the_database_shows_a_holder_nothing_else_whatever_is_asked(
    town: Municipality, thale: Municipality, anna: Account, bilal: Account
) -> None:
    put_entry(anna.pk, _line())
    put_entry(bilal.pk, _line())
    with scope(thale):
        put_entry(bilal.pk, _line())
    with own_rows(anna.pk), connection.cursor() as cursor:
        cursor.execute("select holder, municipality_id from postbox_entry")
        assert cursor.fetchall() == [(anna.pk, town.pk)]
        cursor.execute("select count(*) from cases_case")
        assert cursor.fetchone() == (0,)
    assert Entry.objects.count() == 2  # the scope is back


def test_in_a_holders_name_nothing_can_be_written(town: Municipality, anna: Account) -> None:
    put_entry(anna.pk, _line())
    with own_rows(anna.pk), connection.cursor() as cursor:
        cursor.execute("update postbox_entry set title = 'anders'")
        assert cursor.rowcount == 0
        cursor.execute("delete from postbox_entry")
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "insert into postbox_entry (id, municipality_id, holder, kind, ref, number, title, status, turn, "
                "path, at, unread) values (%s, %s, %s, 'case', %s, '', 'x', '', 'ours', '/', now(), false)",
                [uuid7(), town.pk, anna.pk, uuid7()],
            )


def test_three_entries_cost_as_many_queries_as_one(
    town: Municipality, anna: Account, django_assert_num_queries: object
) -> None:
    put_entry(anna.pk, _line())
    for _ in range(2):
        with django_assert_num_queries(4):  # type: ignore[operator]  # the settings before and after the list
            entries_of(anna.pk)
        put_entry(anna.pk, _line())
        put_entry(anna.pk, _line())
