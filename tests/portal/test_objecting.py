"""Objecting to a notice: a case of its own, about the one that was decided, once."""

from datetime import datetime
from re import findall
from typing import Any

import pytest

from rathaus.accounts.service import Account, Mandate, Persona
from rathaus.cases.service import AlreadyObjected, Case, Draft, notice_of, objection_to, start_objection, submit_case
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from tests import cast
from tests.cases.delivery.conftest import apply, decide, hand_over_mails
from tests.cases.factories import staff
from tests.signing_in import sign_in_session

from .conftest import Person
from .test_notice import CERTIFICATE, TUESDAY, decided, open_it, read, retrieve

KEY = "widerspruch-einlegen"
FORM = f"/leistungen/{KEY}/antrag/"


def object_to(person: Person, case: Case, *, key: str = "einmal") -> Any:
    """From the notice to sending."""
    begun = person.post(f"/vorgang/{case.number}/widerspruch/").headers["Location"]
    assert begun in {f"{FORM}widerspruch/", FORM}
    assert case.number in read(person, f"{FORM}widerspruch/")
    for page in ("widerspruch", "sie"):
        answer = person.post(f"{FORM}{page}/", values(person, f"{FORM}{page}/"))
        assert answer.status_code == 302, answer.content.decode()
    return person.post(f"{FORM}pruefen-und-absenden/", {"_key": key})


def values(person: Person, path: str) -> dict[str, str]:
    """What a form shows as filled in, as a browser would send it."""
    text = person.get(path).content.decode()
    fields = findall(r"<input[^>]*>", text)
    found = {}
    for field in fields:
        name, value = findall(r' name="([^"]*)"', field), findall(r' value="([^"]*)"', field)
        if name and value and 'type="file"' not in field and 'type="radio"' not in field:
            found[name[0]] = value[0]
    return {name: value for name, value in found.items() if not name.startswith(("csrf", "q"))}


def test_it_arrives_at_the_unit_that_decided_with_a_time_stamp(anna: Person, town: object) -> None:
    case = decided()
    with clock.freeze(TUESDAY):
        open_it(anna, case)
        answer = object_to(anna, case)
        objection = objection_to(case)
        assert objection is not None
        assert answer.headers["Location"] == f"/vorgang/{objection.number}/eingang/"
        assert (objection.unit_id, objection.status) == (case.unit_id, "RECEIVED")
        assert objection.applicant_email == cast.ANNA.email
        for page in ("", "bescheid/"):
            text = read(anna, f"/vorgang/{case.number}/{page}")
            assert "Ihr Widerspruch ist am 1. Dezember 2026, 10:00 Uhr eingegangen." in text
            assert f"Vorgang {objection.number}" in text
        assert f"Zum Bescheid im Vorgang {case.number}" in read(anna, f"/vorgang/{objection.number}/")


def test_a_second_one_leads_to_the_first(anna: Person, town: object) -> None:
    case = decided()
    with clock.freeze(TUESDAY):
        open_it(anna, case)
        object_to(anna, case)
        for method in (anna.get, anna.post):
            answer = method(f"/vorgang/{case.number}/widerspruch/")
            assert answer.headers["Location"] == f"/vorgang/{case.number}/bescheid/"
    assert Case.objects.filter(about=case).count() == 1


def test_of_two_begun_at_once_one_is_sent(anna: Person, bilal: Person, town: object) -> None:
    case = decided()
    with clock.freeze(TUESDAY):
        for browser in (anna, bilal):  # two devices of hers
            open_it(browser, case)
            browser.post(f"/vorgang/{case.number}/widerspruch/")
        object_to(anna, case)
        for page in ("widerspruch", "sie"):
            bilal.post(f"{FORM}{page}/", values(bilal, f"{FORM}{page}/"))
        answer = bilal.post(f"{FORM}pruefen-und-absenden/", {"_key": "b"})
    assert answer.headers["Location"] == f"/vorgang/{case.number}/bescheid/"
    assert Case.objects.filter(about=case).count() == 1


def test_what_was_begun_is_gone_on_with(anna: Person, town: object) -> None:
    case = decided()
    open_it(anna, case)
    anna.post(f"/vorgang/{case.number}/widerspruch/")
    token = anna.client.cookies[f"antrag-{KEY}"].value
    anna.post(f"/vorgang/{case.number}/widerspruch/")
    assert anna.client.cookies[f"antrag-{KEY}"].value == token


def test_after_the_period_it_says_so_and_still_takes_it(anna: Person, town: object) -> None:
    case = decided()
    with clock.freeze(datetime(2026, 12, 3, 18, tzinfo=BERLIN)):
        open_it(anna, case)
        retrieve(anna, case)
    with clock.freeze(datetime(2027, 1, 5, 0, 1, tzinfo=BERLIN)):
        open_it(anna, case)
        text = read(anna, f"/vorgang/{case.number}/widerspruch/")
        assert "Die Frist für einen Widerspruch endete am 4. Januar 2027." in text
        object_to(anna, case)
    assert objection_to(case) is not None


def test_no_list_shows_it_and_nobody_begins_it_without_a_notice(anna: Person, town: object) -> None:
    assert KEY not in read(anna, "/leistungen/")
    assert KEY not in read(anna, "/suche/?q=widerspruch")
    for path in (f"/leistungen/{KEY}/", FORM):
        assert (anna.get(path).status_code, anna.post(FORM).status_code) == (404, 404)


def test_the_decision_on_an_objection_leaves_no_objection(anna: Person, town: object) -> None:
    case = decided()
    with clock.freeze(TUESDAY):
        open_it(anna, case)
        object_to(anna, case)
        objection = objection_to(case)
        assert objection is not None
        notice = decide(objection, staff(cast.CLARA))
        assert (notice.rule, notice.remedy) == ("letter", "")
        assert anna.get(f"/vorgang/{objection.number}/widerspruch/").status_code == 404
        assert "Nicht einverstanden?" not in read(anna, f"/vorgang/{objection.number}/bescheid/")


def test_with_an_account_it_is_in_the_same_postbox(anna: Person, town: object) -> None:
    account = Account.objects.create_user(cast.ANNA.email, cast.PASSWORD, name=cast.ANNA.name)
    by = Persona(account)
    with clock.freeze(TUESDAY):
        case = apply(CERTIFICATE, electronically=True, by=by)
        decide(case, staff(cast.CLARA))
        hand_over_mails()
        sign_in_session(anna.client, account, second_factor=False)
        object_to(anna, case)
    objection = objection_to(case)
    assert objection is not None
    assert (objection.holder, case.holder) == (account.pk, account.pk)


@pytest.mark.parametrize("power", [{"may_apply": False}, {"services": [CERTIFICATE]}], ids=["reads", "one service"])
def test_who_may_not_apply_for_it_in_anothers_name_begins_no_objection(
    bilal: Person, town: object, power: dict[str, Any]
) -> None:
    account, agent = (Account.objects.create_user(p.email, name=p.name) for p in (cast.ANNA, cast.UWE))
    Mandate.objects.create(principal=account, agent=agent, **{"may_apply": True, "may_read": True, **power})
    with clock.freeze(TUESDAY):
        case = apply(CERTIFICATE, electronically=True, by=Persona(account))
        decide(case, staff(cast.CLARA))
        sign_in_session(bilal.client, agent, second_factor=False)
        bilal.post("/konto/vertretung/", {"holder": str(account.pk)})
        assert "Widerspruch einlegen" not in read(bilal, f"/vorgang/{case.number}/bescheid/")
        assert bilal.get(f"/vorgang/{case.number}/widerspruch/").status_code == 404
        assert bilal.post(f"/vorgang/{case.number}/widerspruch/").status_code == 404
    assert Draft.objects.filter(about=case).count() == 0


def test_a_stranger_with_an_account_objects_to_nothing(bilal: Person, town: object) -> None:
    case = decided()
    account = Account.objects.create_user(cast.BILAL.email, cast.PASSWORD, name=cast.BILAL.name)
    sign_in_session(bilal.client, account, second_factor=False)
    assert bilal.post(f"/vorgang/{case.number}/widerspruch/").status_code == 404
    assert Case.objects.count() == 1


def test_the_database_itself_holds_one_objection_to_a_case(town: object) -> None:
    case = decided()
    notice = notice_of(case)
    assert notice is not None
    drafts = [start_objection(notice, language="de")[0] for _ in range(2)]
    submit_case(drafts[0], idempotency_key="a", by=None)
    with pytest.raises(AlreadyObjected):
        submit_case(drafts[1], idempotency_key="b", by=None)
