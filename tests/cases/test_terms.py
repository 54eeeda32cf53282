"""On whose terms a case is decided: those of the member municipality, and registers as they were when it was sent."""

from decimal import Decimal
from typing import Any

import pytest

from rathaus.accounts.service import Unit
from rathaus.cases.acting import pinned
from rathaus.cases.service import Case, save_answers, start_draft, submit_case
from rathaus.catalogue.service import Offer, Terms, fill_register, get_offer, publish, save_register, store_version
from rathaus.tenancy.service import Municipality
from tests.formengine.making import make_service

pytestmark = pytest.mark.django_db

FIELDS: list[dict[str, Any]] = [
    {"key": "email", "kind": "email"},
    {"key": "ort", "kind": "choice", "choices_from": "orte"},
    {"key": "halle", "kind": "choice", "choices_from": "hallen", "required": False},
    {"key": "lage", "kind": "computed", "type": "text", "rule": "param.hallen.filter(h, h.name == halle)[0].ort"},
]
PARAMETERS = [
    {"key": "gebuehr", "type": "money", "default": "10.00"},
    {"key": "konto", "type": "text", "default": "Stadtkasse"},
    {"key": "orte", "type": "places", "default": ["Grieben", "Kamern"]},
    {"key": "hallen", "type": "register", "register": "gebaeude"},
]


@pytest.fixture
def offer(town: Municipality) -> Offer:
    """Kamern has its own fee and account; Wulkau belongs to it."""
    town.settings = {**town.settings, "member_of": {"Kamern": "Kamern", "Wulkau": "Kamern"}}
    town.save()
    fill_register("gebaeude", ["name", "ort"], [["Festhalle", "Wulkau"], ["Saal", "Grieben"]])
    service = make_service(
        *FIELDS,
        parameters=PARAMETERS,
        member_from="ort",
        form={"fee": [{"key": "grund", "rule": "param.gebuehr"}]},
        outcomes=[{"key": "ja", "result": "grant", "notice": "ja", "fee": "fee_total + 1.0"}],
    )
    unit = Unit.objects.get(key="bau")
    terms = Terms(
        unit,
        {"gebuehr": "12.00", "orte": ["Grieben", "Kamern", "Wulkau"]},
        {"Kamern": {"gebuehr": "20.00", "konto": "Gemeindekasse Kamern"}},
    )
    publish(Offer(service_key="probe", unit=unit), store_version(service), by=None, terms=terms)
    found = get_offer("probe")
    assert found is not None
    return found


def _send(offer: Offer, **answers: Any) -> Case:
    draft, _ = start_draft(offer, language="de")
    save_answers(draft, {"email": "anna@beispiel.example", **answers})
    return submit_case(draft, idempotency_key=str(draft.pk), by=None).case


@pytest.mark.parametrize(
    ("place", "fee", "account"),
    [("Grieben", "13.00", "Stadtkasse"), ("Wulkau", "21.00", "Gemeindekasse Kamern")],
)
def test_a_case_is_decided_on_the_terms_of_its_member(offer: Offer, place: str, fee: str, account: str) -> None:
    sent = pinned(_send(offer, ort=place))
    assert sent.service.process.fee("ja", sent.answers, sent.context) == Decimal(fee)
    assert sent.service.form.letter_values(sent.answers, sent.context)["param"]["konto"] == account
    assert sent.context.parameters["konto"] == account


def test_other_terms_later_change_nothing_for_what_was_sent(offer: Offer) -> None:
    case = _send(offer, ort="Wulkau")
    assert offer.version is not None
    publish(
        offer, offer.version, by=None, terms=Terms(offer.unit, {"orte": ["Wulkau"]}, {"Kamern": {"gebuehr": "99"}})
    )
    sent = pinned(Case.objects.get(pk=case.pk))
    assert sent.service.process.fee("ja", sent.answers, sent.context) == Decimal("21.00")


def test_what_is_taken_out_of_a_register_stays_with_the_cases_that_chose_it(offer: Offer) -> None:
    case = _send(offer, ort="Grieben", halle="Saal")
    register = fill_register("gebaeude", [], [])
    save_register(register, rows=[["Neue Halle", "Klietz"]], revision=register.revision, by=None)
    sent = pinned(Case.objects.get(pk=case.pk))
    texts = {
        row.path: row.text for page in sent.service.form.summary(sent.answers, sent.context) for row in page.rows
    }
    assert (texts["halle"], texts["lage"]) == ("Saal", "Grieben")
    assert sent.context.parameters["hallen"] == ({"name": "Saal", "ort": "Grieben"},)
