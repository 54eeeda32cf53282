"""Sending an application: all of it once, or nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from rathaus.accounts.service import Unit
from rathaus.cases import submitting
from rathaus.cases.models import CaseCounter, CaseFile, DraftFile, Submission, TimelineEvent
from rathaus.cases.service import (
    AlreadySubmitted,
    Case,
    Draft,
    ForeignFile,
    KeyReused,
    NotReady,
    attach_file,
    discard_draft,
    get_draft,
    save_answers,
    start_draft,
    submit_case,
)
from rathaus.catalogue.models import OfferUse
from rathaus.catalogue.service import publish
from rathaus.core import clock
from rathaus.files.service import StoredFile, store_bytes
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories
from tests.catalogue.changing import changed_version

pytestmark = pytest.mark.django_db


def test_a_submission_is_everything_at_once(town: Municipality) -> None:
    Unit.objects.filter(key="buergerservice").update(email="buergerservice@tangerhuette.example")
    draft, token = factories.dog_draft()
    with clock.freeze(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)):  # the 23rd in Berlin
        receipt = submit_case(draft, idempotency_key="a", by=None)
    case = Case.objects.get()
    assert (receipt.case, case.number, case.unit.key) == (case, "2026-000001", "buergerservice")
    assert case.due_on == date(2026, 12, 7)  # 14 days, as the service's parameter says
    submission = Submission.objects.get()
    assert (submission.case, submission.draft_id, submission.answers["hundename"]) == (case, draft.pk, "Bello")
    assert submission.parameters["steuer_erster_hund"] == "48.00"
    events = TimelineEvent.objects.order_by("revision").values_list("kind", "status", "public")
    assert list(events) == [("submit", "SUBMITTED", True), ("receive", "RECEIVED", True)]
    mails = OutgoingMail.objects.order_by("template").values_list("template", "to")
    assert list(mails) == [("case_received", cast.ANNA.email), ("case_unit", case.unit.email)]
    assert OfferUse.objects.count() == 1
    emptied = get_draft(token)
    assert emptied is not None
    assert (emptied.case_id, emptied.answers) == (case.pk, {})


@pytest.mark.parametrize("dogs", [1, 3])
def test_a_submission_costs_nine_queries(town: Municipality, dogs: int, django_assert_num_queries: Any) -> None:
    Unit.objects.filter(key="buergerservice").update(email="buergerservice@tangerhuette.example")
    drafts = [factories.dog_draft()[0] for _ in range(dogs)]
    submit_case(factories.dog_draft()[0], idempotency_key="compiles", by=None)
    with django_assert_num_queries(9 * dogs):
        for number, draft in enumerate(drafts):
            submit_case(draft, idempotency_key=str(number), by=None)


def test_sending_again_gives_the_same_receipt(town: Municipality) -> None:
    draft, token = factories.dog_draft()
    first = submit_case(draft, idempotency_key="a", by=None)
    for key in ("a", "another key after the back button"):
        again = get_draft(token)
        assert again is not None
        assert submit_case(again, idempotency_key=key, by=None) == first
    assert Case.objects.count() == Submission.objects.count() == 1
    assert OutgoingMail.objects.filter(to=cast.ANNA.email).count() == 1


def test_a_key_cannot_fetch_the_receipt_of_another_draft(town: Municipality) -> None:
    submit_case(factories.dog_draft()[0], idempotency_key="a", by=None)
    with pytest.raises(KeyReused):
        submit_case(factories.dog_draft()[0], idempotency_key="a", by=None)


def test_the_whole_form_is_checked_again(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    save_answers(draft, {**draft.answers, "hundename": "", "iban": "DE00"})
    with pytest.raises(NotReady) as refused, transaction.atomic():
        submit_case(draft, idempotency_key="a", by=None)
    assert [error.path for error in refused.value.errors] == ["hundename"]  # the IBAN was not asked for
    assert Case.objects.count() == CaseCounter.objects.count() == 0


def test_answers_that_were_not_asked_for_are_not_submitted(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    save_answers(draft, {**draft.answers, "iban": "DE02120300000000202051", "is_admin": True})
    submit_case(draft, idempotency_key="a", by=None)
    assert {"iban", "is_admin"} & Submission.objects.get().answers.keys() == set()


@pytest.mark.parametrize(
    "step", ["_take_files", "_write_timeline", "record_use", "_number_and_save", "carry_out", "access_code"]
)
def test_a_failure_anywhere_leaves_nothing(town: Municipality, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    draft, token = factories.dog_draft()

    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    with monkeypatch.context() as patch, pytest.raises(DatabaseError), transaction.atomic():
        patch.setattr(submitting, step, fail)
        submit_case(draft, idempotency_key="a", by=None)
    assert Case.objects.count() == Submission.objects.count() == OutgoingMail.objects.count() == 0
    again = get_draft(token)
    assert again is not None
    assert submit_case(again, idempotency_key="a", by=None).case.number.endswith("-000001")


def test_numbers_have_no_gaps_and_begin_anew_each_year(town: Municipality, thale: Municipality) -> None:
    with clock.freeze(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        assert [factories.dog_case().number for _ in range(2)] == ["2026-000001", "2026-000002"]
        with scope(thale):
            assert factories.dog_case().number == "2026-000001"
    with clock.freeze(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):  # the new year in Berlin
        assert factories.dog_case().number == "2027-000001"


def test_a_draft_is_sent_on_the_version_it_began_with(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    offer = factories.publish_dog()
    publish(offer, changed_version(offer, _ask_nobodys_name), by=None)
    case = submit_case(draft, idempotency_key="a", by=None).case
    assert (case.version_id, case.applicant_name) == (draft.version_id, "Anna Beispiel")


def _ask_nobodys_name(content: dict[str, Any]) -> None:
    content["form"]["pages"][0]["fields"][0]["visible"] = "false"


# files


def _file(name: str = "nachweis.pdf") -> StoredFile:
    return store_bytes(b"%PDF-1.7", name=name, media_type="application/pdf")


def _answer(file: StoredFile) -> list[dict[str, object]]:
    return [{"id": str(file.pk), "name": file.name, "size": file.size}]


def _reduced(draft: Draft, file: StoredFile) -> dict[str, object]:
    """The dog tax is reduced for those with little income; they upload a proof."""
    return {**draft.answers, "ermaessigung": "sozialleistung", "nachweis_ermaessigung": _answer(file)}


def test_files_go_from_the_draft_to_the_case(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    named, left = _file(), _file("doch-nicht.pdf")
    for file in (named, left):
        attach_file(draft, "nachweis_ermaessigung", file)
    save_answers(draft, _reduced(draft, named))
    submit_case(draft, idempotency_key="a", by=None)
    assert [(f.file, f.field) for f in CaseFile.objects.select_related("file")] == [(named, "nachweis_ermaessigung")]
    assert [f.file for f in DraftFile.objects.select_related("file")] == [left]
    discard_draft(draft)
    assert [f.pk for f in StoredFile.objects.all()] == [named.pk]


def test_a_file_of_another_draft_cannot_be_claimed(town: Municipality) -> None:
    foreign, _ = start_draft(factories.publish_dog(), language="de")
    file = _file("privat.pdf")
    attach_file(foreign, "nachweis_ermaessigung", file)
    draft, _ = factories.dog_draft()
    save_answers(draft, _reduced(draft, file))
    with pytest.raises(ForeignFile):
        submit_case(draft, idempotency_key="a", by=None)


def test_a_sent_draft_takes_nothing_more(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    submit_case(draft, idempotency_key="a", by=None)
    with pytest.raises(AlreadySubmitted):
        save_answers(draft, {"hundename": "Rex"})
    with pytest.raises(AlreadySubmitted):
        attach_file(draft, "nachweis_ermaessigung", _file())
