"""After the retention a case is deleted for good: then, and not a day before, whoever asks."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rathaus.accounts.service import Account
from rathaus.cases.expiring import delete_case, delete_expired_cases
from rathaus.cases.models import AccessLog, Case, Submission
from rathaus.core import clock
from rathaus.files.service import StoredFile, sweep_orphans
from rathaus.outbox.models import OutgoingMail
from rathaus.postbox.service import Entry, Message, Thread, delete_expired_threads
from rathaus.runtime.postgres import Cluster
from rathaus.tenancy.service import Municipality, delete_expired, goes_with, scope
from tests import cast
from tests.rights import life

YEARS = 10  # the dog tax's retention


def this_year() -> int:
    return datetime.now(UTC).year  # the database's own clock can't be held


def ended_in(anna: Account, year: int, *, hour: int = 12) -> Case:
    """Anna's dog, decided on New Year's Eve of that year, at this hour of universal time."""
    with clock.freeze(datetime(year, 12, 31, hour, tzinfo=UTC)):
        return life.decide(life.apply(anna, geboren=f"{year}-09-01", seit=f"{year}-11-15"))


def test_it_goes_with_all_its_rows_files_and_addresses_and_nothing_else_does(
    anna: Account, bilals_life: Account
) -> None:
    kept = ended_in(anna, this_year() - YEARS - 1)
    with clock.freeze(clock.now() + timedelta(days=2)):
        assert delete_expired_cases() == 1
        sweep_orphans()
    assert [case.holder for case in Case.objects.all()] == [bilals_life.pk]
    assert Submission.objects.count() == 1
    assert AccessLog.objects.filter(case=kept.pk).count() == 0
    assert Entry.objects.filter(number=kept.number).count() == 0
    assert OutgoingMail.objects.filter(key__startswith=f"case:{kept.pk}:", to=cast.ANNA.email).count() == 0
    assert sorted(StoredFile.objects.filter(name__startswith="Impf").values_list("name")) == []
    assert StoredFile.objects.filter(name="Bilals Papier.pdf").count() == 1


@pytest.mark.parametrize("years", [0, 1, YEARS])
def test_the_database_refuses_before_whatever_our_clock_says(anna: Account, years: int) -> None:
    kept = ended_in(anna, this_year() - years) if years else life.decide(life.apply(anna))
    with clock.freeze(clock.now() + timedelta(days=366 * 30)), pytest.raises(IntegrityError), transaction.atomic():
        delete_case(kept)
    assert Submission.objects.filter(case=kept.pk).count() == 1


def test_the_german_calendar_decides_in_which_year_it_ended(anna: Account) -> None:
    """Eleven at night in London on New Year's Eve is the next year in Germany."""
    ended_in(anna, this_year() - YEARS - 1, hour=23)
    assert delete_expired_cases() == 0
    ended_in(anna, this_year() - YEARS - 1, hour=22)
    assert delete_expired_cases() == 1


def test_dating_the_end_of_a_case_back_does_not_help(anna: Account) -> None:
    kept = life.decide(life.apply(anna))
    Case.objects.update(completed_at=datetime(2000, 1, 1, tzinfo=UTC))
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_case(kept)
    assert delete_expired_cases() == 0  # nor does it stop the others


def test_an_open_case_is_never_deleted(town: Municipality, anna: Account) -> None:
    case = life.apply(anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_expired(case)
    assert delete_expired_cases() == 0


def test_deleting_it_twice_is_deleting_it_once(anna: Account) -> None:
    kept = ended_in(anna, this_year() - YEARS - 1)
    assert (delete_case(kept), delete_case(kept)) == (True, False)


def test_another_municipality_cannot_delete_it(anna: Account, thale: Municipality) -> None:
    kept = ended_in(anna, this_year() - YEARS - 1)
    with scope(thale), connection.cursor() as cursor:
        cursor.execute("select rathaus_delete_expired_case(%s)", [kept.pk])
        assert cursor.fetchone() == (False,)
    assert Case.objects.filter(pk=kept.pk).exists()


def test_saying_so_does_not_open_the_way_around_the_function(anna: Account) -> None:
    """Neither for the serving role, which may not delete, nor for the owner, whom the trigger still refuses."""
    life.apply(anna)
    for statement in ("delete from cases_submission", "update cases_submission set answers = '{}'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local rathaus.expired = 'on'")
            cursor.execute(statement)
    assert Submission.objects.count() == 1


def test_temporary_tables_of_the_same_names_say_nothing(anna: Account) -> None:
    """Neither that the case has ended long ago, nor that its last act has."""
    kept = life.decide(life.apply(anna))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        for table, column in (("cases_case", "completed_at"), ("cases_timelineevent", "at")):
            cursor.execute(
                f"create temp table {table} on commit drop as select * from public.{table};"  # noqa: S608 -- see above
                f"update {table} set {column} = '2000-01-01'; grant all on {table} to public"
            )
        cursor.execute("select rathaus_delete_expired_case(%s)", [kept.pk])
    assert Submission.objects.filter(case=kept.pk).count() == 1


def test_who_is_not_the_serving_role_may_not_call_it(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres", "rathaus_test")) as superuser:
        rows = superuser.execute(
            "select p.proname, has_function_privilege('rathaus_app', p.oid, 'execute'), "
            "exists (select from aclexplode(p.proacl) a where a.grantee = 0), p.prosecdef "
            "from pg_proc p where p.proname like 'rathaus_delete_expired%' order by 1"
        ).fetchall()
    assert rows == [
        ("rathaus_delete_expired_case", True, False, True),
        ("rathaus_delete_expired_thread", True, False, True),
        ("rathaus_delete_expired_ticket", True, False, True),
    ]


def test_a_general_conversation_goes_after_three_years(anna: Account) -> None:
    for years, gone in ((3, 0), (4, 1)):
        with clock.freeze(datetime(this_year() - years, 12, 1, tzinfo=UTC)):
            life.ask_generally(anna, f"Vor {years} Jahren")
        assert delete_expired_threads() == gone
    assert [thread.subject for thread in Thread.objects.all()] == ["Vor 3 Jahren"]
    assert (Message.objects.count(), Entry.objects.filter(kind="thread").count()) == (1, 1)


def test_what_goes_with_a_case_is_a_decision() -> None:
    """A new table that refers to a case goes with it. If it must be kept for longer, it may not refer to the case."""
    assert goes_with(Case) == [
        "cases_accesslog",
        "cases_adoption",
        "cases_assignment",
        "cases_case",
        "cases_casefile",
        "cases_coderenewal",
        "cases_confirmation",
        "cases_confirmer",
        "cases_decision",
        "cases_deliveryconsent",
        "cases_deliveryevent",
        "cases_draft",
        "cases_draftfile",
        "cases_internalnote",
        "cases_notice",
        "cases_paperdelivery",
        "cases_query",
        "cases_queryanswer",
        "cases_submission",
        "cases_timelineevent",
        "postbox_message",
        "postbox_messagefile",
        "postbox_messageread",
        "postbox_thread",
        "postbox_threadact",
    ]
