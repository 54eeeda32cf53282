"""Cases with a notice, on its way in one way or another."""

import secrets
from collections.abc import Callable
from datetime import datetime

import pytest

from rathaus.accounts.service import Persona, StaffMember
from rathaus.cases.delivery.record import DeliveryRecord
from rathaus.cases.demo.examples import fill_in
from rathaus.cases.service import (
    Case,
    Notice,
    decide_case,
    deliveries_of,
    issue_notice,
    law,
    notice_of,
    record_of,
    save_answers,
    start_draft,
    submit_case,
)
from rathaus.catalogue.service import compiled, get_offer, offer_context
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.outbox.actions import deliver
from rathaus.outbox.models import OutgoingMail
from tests import cast
from tests.cases import factories

CERTIFICATE = "melderegisterauskunft"  # its notices are to be retrieved; the dog's are tax notices

Issue = Callable[..., Notice]


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def apply(key: str, *, electronically: bool, by: Persona | None = None) -> Case:
    factories.publish_dog()
    offer = get_offer(key)
    assert offer is not None
    service, context = compiled(offer.current_version), offer_context(offer, "de")
    answers = fill_in(service, service.definition.examples["minimal"], context, {"email": cast.ANNA.email})
    draft, _ = start_draft(offer, language="de")
    save_answers(draft, answers)
    receipt = submit_case(draft, idempotency_key=secrets.token_hex(8), by=by, electronically=electronically)
    return receipt.case


def decide(case: Case, by: StaffMember) -> Notice:
    outcome = "bestaetigen" if case.service_key == factories.DOG else _first_outcome(case)
    decide_case(case, outcome=outcome, reasons="Weil es so ist.", by=by, revision=case.revision)
    return issue_notice(str(case.pk))


def _first_outcome(case: Case) -> str:
    process = compiled(case.version_id).definition.process
    assert process is not None
    return process.outcomes[0].key


def hand_over_mails() -> None:
    """The mail server takes everything that waits."""
    for mail in OutgoingMail.objects.all():
        deliver(str(mail.pk))


def record(notice: Notice) -> DeliveryRecord:
    case = Case.objects.get(pk=notice.case_id)
    read = notice_of(case)
    assert read is not None
    return record_of(read, deliveries_of(case), law())


@pytest.fixture
def issue(clara: StaffMember) -> Issue:
    """A notice of a service, decided at an instant; the e-mail about it is handed over at once, unless not."""

    def make(key: str = CERTIFICATE, *, at: str, electronically: bool = True, told: bool = True) -> Notice:
        with clock.freeze(berlin(at)):
            notice = decide(apply(key, electronically=electronically), clara)
            if told:
                hand_over_mails()
        return notice

    return make
