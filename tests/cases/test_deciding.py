"""The decision, its notice, and the proof of its delivery."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from rathaus.accounts.service import StaffMember
from rathaus.cases import deciding
from rathaus.cases.models import AccessLog, DeliveryEvent, Notice, TimelineEvent
from rathaus.cases.service import (
    Case,
    Decision,
    NotAllowed,
    NotPossible,
    add_note,
    ask_applicant,
    decide_case,
    issue_notice,
    preview_notice,
    retrieve_notice,
    take_over,
)
from rathaus.core import clock
from rathaus.files.service import StoredFile, open_file
from rathaus.outbox.models import OutgoingMail
from tests import cast

pytestmark = pytest.mark.django_db


def _decided(case: Case, by: StaffMember) -> Case:
    decide_case(case, outcome="bestaetigen", reasons="", by=by, revision=case.revision)
    return Case.objects.get(pk=case.pk)


def _counts(case: Case) -> dict[str, int]:
    return {
        "notices": Notice.objects.filter(case=case).count(),
        "files": StoredFile.objects.count(),
        "deliveries": DeliveryEvent.objects.filter(case=case).count(),
        "mails": OutgoingMail.objects.filter(template="case_notice", to=cast.ANNA.email).count(),
        "events": TimelineEvent.objects.filter(case=case, kind="issue").count(),
    }


ISSUED = {"notices": 1, "files": 1, "deliveries": 1, "mails": 1, "events": 1}


def test_a_decision_queues_its_notice_and_lets_nothing_else_happen(case: Case, clara: StaffMember) -> None:
    case = _decided(case, clara)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.result, decision.fee, decision.by) == ("bestaetigen", "grant", None, clara)
    assert (case.status, case.assignee) == ("RECEIVED", clara)
    with connection.cursor() as cursor:
        cursor.execute(
            "select args->>'case' from procrastinate_jobs where task_name = 'cases.issue_notice' order by id desc"
        )
        assert cursor.fetchone() == (str(case.pk),)
    for act in (
        lambda: _decided(case, clara),
        lambda: take_over(case, by=clara, revision=case.revision),
        lambda: ask_applicant(case, text="Noch etwas?", by=clara, revision=case.revision),
    ):
        with pytest.raises(NotPossible):
            act()
    add_note(case, text="Bescheid kommt.", by=clara)


def test_the_notice_completes_the_case(case: Case, clara: StaffMember) -> None:
    case = _decided(case, clara)
    with clock.freeze(datetime(2026, 11, 25, 8, tzinfo=UTC)):
        notice = issue_notice(str(case.pk))
    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.completed_at) == ("COMPLETED", datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert notice.file.name == f"Bescheid-{case.number}.pdf"
    with open_file(notice.file) as pdf:
        assert pdf.read(5) == b"%PDF-"
    assert _counts(case) == ISSUED


@pytest.mark.parametrize(
    "step", ["notice_pdf", "begin_as_system", "store_bytes", "Notice", "DeliveryEvent", "finish"]
)
def test_a_worker_that_dies_anywhere_is_made_good(
    case: Case, clara: StaffMember, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    case = _decided(case, clara)

    class Dies:
        """Stands for the function or model at which the worker ends."""

        Kind = DeliveryEvent.Kind

        def __call__(self, *_: object, **__: object) -> None:
            raise DatabaseError("killed")

        class objects:  # noqa: N801 -- as Django's
            filter = Notice.objects.filter

            @staticmethod
            def create(**_: object) -> None:
                raise DatabaseError("killed")

    with monkeypatch.context() as patch, pytest.raises(DatabaseError), transaction.atomic():
        patch.setattr(deciding, step, Dies())
        issue_notice(str(case.pk))
    assert _counts(case) == dict.fromkeys(ISSUED, 0)
    first = issue_notice(str(case.pk))
    assert issue_notice(str(case.pk)) == first
    assert _counts(case) == ISSUED


def test_two_workers_make_one_notice(case: Case, clara: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    case = _decided(case, clara)
    real = deciding.notice_pdf

    def slowly(*args: object, **more: object) -> bytes:
        monkeypatch.setattr(deciding, "notice_pdf", real)
        issue_notice(str(case.pk))  # the other worker, while we render
        return b"%PDF-1.7 too late"

    monkeypatch.setattr(deciding, "notice_pdf", slowly)
    issue_notice(str(case.pk))
    assert _counts(case) == ISSUED


def test_a_preview_writes_nothing(case: Case, clara: StaffMember, olga: StaffMember) -> None:
    before = _counts(case)
    assert preview_notice(case, outcome="ablehnen", reasons="Zweifel", by=clara).startswith(b"%PDF")
    assert _counts(case) == before
    assert Decision.objects.count() == 0
    with pytest.raises(NotAllowed):
        preview_notice(case, outcome="ablehnen", reasons="", by=olga)


@pytest.mark.parametrize(
    ("outcome", "reasons"), [("ablehnen", "   "), ("teilweise", "Es gibt keine Ermäßigung."), ("erfunden", "x")]
)
def test_only_what_the_service_defines_can_be_decided(
    case: Case, clara: StaffMember, outcome: str, reasons: str
) -> None:
    with pytest.raises(NotPossible):
        decide_case(case, outcome=outcome, reasons=reasons, by=clara, revision=case.revision)
    assert Decision.objects.count() == 0


def test_the_first_retrieval_is_the_delivery_and_every_one_is_logged(
    case: Case, clara: StaffMember, olga: StaffMember
) -> None:
    notice = issue_notice(str(_decided(case, clara).pk))
    start = datetime(2026, 11, 25, 8, tzinfo=UTC)
    retrieve_notice(notice, by=clara)
    assert DeliveryEvent.objects.filter(kind="retrieval").count() == 0
    for hours in (1, 2):
        with clock.freeze(start + timedelta(hours=hours)):
            retrieve_notice(notice, by=None)
    with pytest.raises(NotAllowed):
        retrieve_notice(notice, by=olga)
    assert [event.at for event in DeliveryEvent.objects.filter(kind="retrieval")] == [start + timedelta(hours=1)]
    assert [log.staff for log in AccessLog.objects.order_by("id")] == [clara, None, None]


def test_proof_can_be_neither_changed_nor_deleted(case: Case, clara: StaffMember) -> None:
    issue_notice(str(_decided(case, clara).pk))
    for model in (Decision, Notice, DeliveryEvent, TimelineEvent):
        for change in (
            lambda m=model: m.objects.update(at=clock.now()),
            lambda m=model: m.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError, match=r"permission denied|are proof"), transaction.atomic():
                change()
