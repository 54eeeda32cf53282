"""Whatever happens to a case, legal or not: what lists show is what the timeline says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.accounts.service import StaffMember
from rathaus.cases.acting import derive, state_of
from rathaus.cases.models import Assignment, Decision, InternalNote, Notice, Query, QueryAnswer, TimelineEvent
from rathaus.cases.reminding import remind
from rathaus.cases.service import (
    Case,
    CaseError,
    add_note,
    answer_query,
    ask_applicant,
    assign_case,
    decide_case,
    go_on,
    issue_notice,
    take_over,
    withdraw_case,
)

pytestmark = pytest.mark.django_db

Act = Callable[[Case, StaffMember, int], Any]


def _query(case: Case) -> Query:
    query = Query.objects.select_related("case").filter(case=case).order_by("-revision").first()
    if query is None:
        raise CaseError("nothing was asked")
    return query


def _issue(case: Case, _: StaffMember, __: int) -> None:
    if case.decided_at is None:
        raise CaseError("nothing was decided")
    issue_notice(str(case.pk))


ACTS: dict[str, Act] = {
    "take_over": lambda case, by, seen: take_over(case, by=by, revision=seen),
    "assign": lambda case, by, seen: assign_case(case, to=by, by=by, revision=seen),
    "ask": lambda case, by, seen: ask_applicant(case, text="Wann?", by=by, revision=seen),
    "go_on": lambda case, by, seen: go_on(case, by=by, revision=seen),
    "note": lambda case, by, _: add_note(case, text="Notiz", by=by),
    "answer": lambda case, _, __: answer_query(_query(case), text="Morgen."),
    "remind": lambda case, _, __: remind(str(_query(case).pk)),
    "withdraw": lambda case, _, __: withdraw_case(case),
    "grant": lambda case, by, seen: decide_case(case, outcome="bestaetigen", reasons="", by=by, revision=seen),
    "refuse": lambda case, by, seen: decide_case(case, outcome="ablehnen", reasons="Nein.", by=by, revision=seen),
    "refuse without reasons": lambda case, by, seen: decide_case(
        case, outcome="ablehnen", reasons=" ", by=by, revision=seen
    ),
    "issue": _issue,
}
_tries = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(["clara", "clara", "clara", "olga"]), st.booleans()),
    min_size=1,
    max_size=14,
)


@pytest.fixture(autouse=True)
def _no_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.cases.deciding.notice_pdf", lambda *_, **__: b"%PDF-1.7 for the test")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=_tries)
def test_the_projection_is_what_the_timeline_says(
    case: Case, clara: StaffMember, olga: StaffMember, tries: list[tuple[str, str, bool]]
) -> None:
    people = {"clara": clara, "olga": olga}
    with transaction.atomic():
        for name, who, stale in tries:
            now = Case.objects.get(pk=case.pk)
            before = _everything(now)
            try:
                with transaction.atomic():
                    ACTS[name](now, people[who], now.revision - stale)
            except CaseError:
                assert _everything(Case.objects.get(pk=case.pk)) == before
            _check(Case.objects.get(pk=case.pk))
        transaction.set_rollback(True)


def _check(case: Case) -> None:
    assert derive(case) == state_of(case)
    events = list(TimelineEvent.objects.filter(case=case).order_by("revision").values_list("revision", "status"))
    assert [revision for revision, _ in events] == list(range(1, case.revision + 1))
    assert events[-1][1] == case.status
    open_queries = Query.objects.filter(case=case, closed_at=None).count()
    assert open_queries == (case.status == "ACTION_REQUIRED")


def _everything(case: Case) -> dict[str, Any]:
    rows = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    for model in (Query, QueryAnswer, InternalNote, Decision, Notice, Assignment, TimelineEvent):
        rows[model.__name__] = model.objects.filter(case=case).count()
    return rows
