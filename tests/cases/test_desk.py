"""Who may work on a case, and what happens when two do."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from rathaus.accounts.service import StaffMember, Unit
from rathaus.cases.models import Assignment, CaseFile, Query
from rathaus.cases.reminding import remind
from rathaus.cases.service import (
    AccessLog,
    Case,
    NotAllowed,
    NotPossible,
    Stale,
    TimelineEvent,
    add_note,
    answer_query,
    applicant_page,
    ask_applicant,
    assign_case,
    case_page,
    choices_for,
    decide_case,
    get_case_for_staff,
    go_on,
    open_file,
    take_over,
)
from rathaus.core import clock
from rathaus.files.service import store_bytes
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories

pytestmark = pytest.mark.django_db

ACTS: dict[str, Callable[[Case, StaffMember], Any]] = {
    "take over": lambda case, by: take_over(case, by=by, revision=case.revision),
    "hand on": lambda case, by: assign_case(case, to=by, by=by, revision=case.revision),
    "ask": lambda case, by: ask_applicant(case, text="Wann?", by=by, revision=case.revision),
    "note": lambda case, by: add_note(case, text="Notiz", by=by),
    "decide": lambda case, by: decide_case(case, outcome="bestaetigen", reasons="", by=by, revision=case.revision),
}


def _fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_case_is_seen_by_its_unit_and_the_administrator(
    case: Case, clara: StaffMember, leo: StaffMember, ida: StaffMember, olga: StaffMember
) -> None:
    seen = {staff.account.name: get_case_for_staff(case.number, staff) for staff in (clara, leo, ida, olga)}
    assert seen == {"Clara Clerk": case, "Leo Leitung": case, "Ida Admin": case, "Olga Ordnung": None}


def test_another_municipality_sees_nothing(case: Case, thale: Municipality) -> None:
    with scope(thale):
        assert get_case_for_staff(case.number, factories.staff(cast.THEO)) is None


def test_who_left_sees_nothing(case: Case, clara: StaffMember) -> None:
    clara.is_active = False
    assert get_case_for_staff(case.number, clara) is None


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_an_outsider_may_do_nothing(case: Case, clara: StaffMember, olga: StaffMember, act: Any) -> None:
    case = take_over(case, by=clara, revision=case.revision)
    with pytest.raises(NotAllowed):
        act(case, olga)
    assert _fresh(case).revision == case.revision


@pytest.mark.parametrize("name", ["take over", "hand on", "ask", "decide"])
def test_who_saw_an_older_case_is_told_and_overwrites_nothing(
    case: Case, clara: StaffMember, leo: StaffMember, name: str
) -> None:
    case = take_over(case, by=clara, revision=case.revision)
    add_note(case, text="Kommt dazwischen.", by=leo)
    with pytest.raises(Stale) as stale:
        ACTS[name](case, clara)
    assert stale.value.case.revision == case.revision + 1
    assert _fresh(case).revision == case.revision + 1


def test_handing_on_to_another_unit_moves_it_into_their_inbox(
    case: Case, clara: StaffMember, olga: StaffMember
) -> None:
    case = assign_case(case, to=Unit.objects.get(key="ordnung"), by=clara, revision=case.revision)
    assert (get_case_for_staff(case.number, clara), get_case_for_staff(case.number, olga)) == (None, case)
    assert case.assignee is None
    assert take_over(case, by=olga, revision=case.revision).status == "PROCESSING"
    assert Assignment.objects.filter(case=case).count() == 2


def test_handing_on_to_a_colleague(case: Case, clara: StaffMember, leo: StaffMember) -> None:
    case = assign_case(case, to=leo, by=clara, revision=case.revision)
    assert (case.assignee, case.unit_id, case.status) == (leo, leo.unit_id, "RECEIVED")
    leo.is_active = False
    with pytest.raises(NotAllowed):
        assign_case(case, to=leo, by=clara, revision=case.revision)


def test_only_one_question_is_open_at_a_time(case: Case, clara: StaffMember) -> None:
    case = take_over(case, by=clara, revision=case.revision)
    ask_applicant(case, text="Wann?", by=clara, revision=case.revision)
    with pytest.raises(NotPossible):
        ask_applicant(case, text="Und wo?", by=clara, revision=_fresh(case).revision)


def test_an_answer_comes_back_with_its_files_and_only_once(case: Case, clara: StaffMember, olga: StaffMember) -> None:
    case = take_over(case, by=clara, revision=case.revision)
    query = ask_applicant(case, text="Bitte das Foto.", by=clara, revision=case.revision)
    file = store_bytes(b"%PDF-1.7", name="foto.pdf", media_type="application/pdf")
    with pytest.raises(NotPossible):
        answer_query(query, text="  ")
    answer_query(query, text="Hier\x00 ist es.", files=(file,))
    with pytest.raises(NotPossible):
        answer_query(query, text="Noch einmal.")
    page = case_page(_fresh(case), clara)
    (question,) = page.questions
    assert (question.answer and question.answer.text, [f.file for f in question.files]) == ("Hier ist es.", [file])
    assert (page.open_question, page.case.status) == (None, "PROCESSING")
    assert open_file(case, file.pk, by=clara) == file
    assert open_file(case, file.pk, by=olga) is None
    assert open_file(factories.dog_case(), file.pk, by=clara) is None
    assert [(log.what, log.file_id) for log in AccessLog.objects.order_by("id")] == [
        ("view", None),
        ("download", file.pk),
    ]
    assert CaseFile.objects.get().answer == question.answer


def test_a_deadline_is_set_and_reminded_of_once(case: Case, clara: StaffMember) -> None:
    with clock.freeze(datetime(2026, 11, 23, 8, tzinfo=UTC)):
        case = take_over(case, by=clara, revision=case.revision)
        query = ask_applicant(case, text="Wann?", by=clara, revision=case.revision)
    assert query.answer_by == date(2026, 12, 7)
    assert (remind(str(query.pk)), remind(str(query.pk))) == (True, False)
    assert OutgoingMail.objects.filter(template="case_reminder").count() == 1
    go_on(case, by=clara, revision=_fresh(case).revision)
    assert remind(str(query.pk)) is False
    assert Query.objects.get().closed_at is not None


def test_the_applicant_sees_no_internals(case: Case, clara: StaffMember) -> None:
    case = take_over(case, by=clara, revision=case.revision)
    add_note(case, text="Streng intern", by=clara)
    page = applicant_page(_fresh(case))
    assert (page.notes, page.choices, page.acts) == ((), (), {"withdraw"})
    assert [event.kind for event in page.timeline] == ["take_over", "receive", "submit"]


def test_the_desk_is_offered_what_is_possible(case: Case, clara: StaffMember, olga: StaffMember) -> None:
    assert case_page(case, clara).acts == {"take_over", "assign", "note", "decide"}
    assert [choice.outcome.key for choice in choices_for(case, clara)] == ["bestaetigen", "ablehnen"]
    assert choices_for(case, olga) == ()
    assert case_page(case, clara).applicant.name == "Anna Beispiel"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_case_page_needs_the_same_number_of_queries_however_much_is_in_it(
    case: Case, clara: StaffMember, rows: int, django_assert_num_queries: Any
) -> None:
    case = take_over(case, by=clara, revision=case.revision)
    for _ in range(rows):
        query = ask_applicant(_fresh(case), text="Wann?", by=clara, revision=_fresh(case).revision)
        file = store_bytes(b"%PDF-1.7", name="foto.pdf", media_type="application/pdf")
        answer_query(query, text="Morgen.", files=(file,))
        add_note(case, text="Notiz", by=clara)
    found = get_case_for_staff(case.number, clara)
    assert found is not None
    with django_assert_num_queries(6):
        page = case_page(found, clara)
        names = [event.staff.account.name for event in page.timeline if event.staff]
        names += [note.by.account.name for note in page.notes] + [file.file.name for file in page.files]
    assert len(page.questions) == len(page.files) == len(page.notes) == rows


def test_every_act_leaves_a_line_with_who_and_when(case: Case, clara: StaffMember) -> None:
    with clock.freeze(datetime(2026, 11, 24, 8, tzinfo=UTC)):
        take_over(case, by=clara, revision=case.revision)
    event = TimelineEvent.objects.get(kind="take_over")
    assert (event.staff, event.at, event.actor) == (clara, datetime(2026, 11, 24, 8, tzinfo=UTC), "staff")
