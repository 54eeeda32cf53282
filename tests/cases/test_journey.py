"""From a draft to the notice in hand."""

import pytest

from rathaus.cases.models import DeliveryEvent, TimelineEvent
from rathaus.cases.service import (
    add_note,
    answer_query,
    applicant_page,
    ask_applicant,
    case_page,
    decide_case,
    issue_notice,
    open_case,
    preview_notice,
    receipt_pdf,
    retrieve_notice,
    submit_case,
    take_over,
)
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories

pytestmark = pytest.mark.django_db


def test_a_dog_goes_from_the_draft_to_the_notice(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    receipt = submit_case(draft, idempotency_key="a", by=None)
    case = receipt.case
    assert (case.status, case.applicant_name, case.revision) == ("RECEIVED", "Anna Beispiel", 2)
    assert open_case(case.number, receipt.code) == case
    assert receipt_pdf(case).startswith(b"%PDF")

    clara = factories.staff(cast.CLARA)
    case = take_over(case, by=clara, revision=case.revision)
    query = ask_applicant(case, text="Welche Farbe hat Bello?", by=clara, revision=case.revision)
    case.refresh_from_db()
    assert case.status == "ACTION_REQUIRED"
    answer_query(query, text="Braun.")
    case.refresh_from_db()
    assert case.status == "PROCESSING"
    add_note(case, text="Passt.", by=clara)
    case.refresh_from_db()
    assert preview_notice(case, outcome="bestaetigen", reasons="", by=clara).startswith(b"%PDF")

    decide_case(case, outcome="bestaetigen", reasons="", by=clara, revision=case.revision)
    case.refresh_from_db()
    assert (case.status, case.decided_at is not None) == ("PROCESSING", True)
    notice = issue_notice(str(case.pk))
    case.refresh_from_db()
    assert case.status == "COMPLETED"
    retrieve_notice(notice, by=None)
    retrieve_notice(notice, by=None)
    assert sorted(DeliveryEvent.objects.values_list("kind", flat=True)) == ["provision", "retrieval"]
    kinds = [e.kind for e in TimelineEvent.objects.filter(case=case).order_by("revision")]
    assert kinds == ["submit", "receive", "take_over", "ask", "answer", "note", "decide", "issue"]
    mails = OutgoingMail.objects.filter(to=cast.ANNA.email).order_by("id")
    assert [mail.template for mail in mails] == ["case_received", "case_query", "case_notice"]
    assert case_page(case, clara).choices == ()
    assert [e.kind for e in applicant_page(case).timeline] == [
        "issue", "answer", "ask", "take_over", "receive", "submit",
    ]  # fmt: skip
