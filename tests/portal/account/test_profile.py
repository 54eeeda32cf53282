"""What people give once: where it goes, where it doesn't, and that nothing is kept unasked."""

from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.service import Account, Mandate, Organisation, profile_of, save_profile, things_of
from rathaus.cases.service import Draft
from rathaus.catalogue.service import forget_shelves, publish_definitions
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA
from tests.parties import VEREIN, account_of, act_for, browser_of

from .sending import BASE, DOG, begin, send, send_case

TYPED = {
    "person.titel": "",
    "person.vorname": "Anna",
    "person.nachname": "Beispiel",
    "person.geburtsdatum": "24.12.1985",
    "anschrift.strasse": "Lindenweg",
    "anschrift.hausnummer": "12a",
    "anschrift.plz": "39517",
    "anschrift.ort": "Tangerhütte",
    "telefon": "03935 12345",
    "kontoinhaber": "Anna Beispiel",
    "iban": "DE02 1203 0000 0000 2020 51",
}
MARK = "Aus Ihrem Konto übernommen, Sie können es ändern."
EVENT = "veranstaltung-anmelden"


@pytest.fixture(autouse=True)
def _published(town: Municipality) -> None:
    forget_shelves()
    publish_definitions(town)


@pytest.fixture
def anna(town: Municipality) -> Account:
    return account_of(ANNA)


def begin_service(browser: Client, key: str) -> dict[str, Any]:
    browser.post(f"/leistungen/{key}/antrag/")
    answers: dict[str, Any] = Draft.objects.order_by("-created_at", "-id")[0].answers
    return answers


def test_details_are_checked_as_in_every_form(anna_browser: Client, anna: Account) -> None:
    answer = anna_browser.post("/konto/angaben/", {**TYPED, "iban": "DE00 0000", "anschrift.plz": "12"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("kern-form-input field field--error") == 2
    assert profile_of(anna.pk) == {}


def test_all_of_it_may_stay_open(anna_browser: Client, anna: Account) -> None:
    only_name = {"person.vorname": "Anna", "person.nachname": "Beispiel"}
    assert anna_browser.post("/konto/angaben/", only_name).status_code == 302
    assert profile_of(anna.pk) == {"person": {"vorname": "Anna", "nachname": "Beispiel"}}


def test_details_fill_the_applicants_part_of_a_new_form_and_nobody_elses(anna_browser: Client, anna: Account) -> None:
    anna_browser.post("/konto/angaben/", TYPED)
    answers = begin_service(anna_browser, "hund-abmelden")
    assert answers == {
        "halter": {"vorname": "Anna", "nachname": "Beispiel"},
        "anschrift": {"strasse": "Lindenweg", "hausnummer": "12a", "plz": "39517", "ort": "Tangerhütte"},
        "email": ANNA.email,
        "telefon": profile_of(anna.pk)["telefon"],
        "kontoinhaber": "Anna Beispiel",
        "iban": "DE02120300000000202051",
    }
    page = anna_browser.get("/leistungen/hund-abmelden/antrag/halter/").content.decode()
    assert page.count(MARK) == 8


def test_another_persons_account_fills_nothing(bilal_browser: Client, anna_browser: Client) -> None:
    anna_browser.post("/konto/angaben/", TYPED)
    answers = begin_service(bilal_browser, DOG)
    assert "anschrift" not in answers
    assert answers["halter"] == {"vorname": "Bilal", "nachname": "Muster"}


def test_the_page_says_which_services_use_what(anna_browser: Client) -> None:
    page = anna_browser.get("/konto/angaben/").content.decode()
    fold = page.split("<summary>IBAN</summary>")[1].split("</details>")[0]
    assert "Diese Angabe füllt vor:" in fold
    assert "Hund anmelden" in fold
    assert "Sperrmüll" not in fold


def test_a_new_address_changes_no_case_and_no_draft_and_shows_whom_to_tell(anna_browser: Client) -> None:
    anna_browser.post("/konto/angaben/", TYPED)
    case = send_case(anna_browser)
    draft = begin(anna_browser)
    answer = anna_browser.post("/konto/angaben/", {**TYPED, "anschrift.strasse": "Neuer Weg"})
    assert answer.headers["Location"] == "/konto/angaben/umgezogen/"
    page = anna_browser.get("/konto/angaben/umgezogen/").content.decode()
    assert f"/vorgang/{case.number}/" in page
    assert Draft.objects.get(pk=draft.pk).answers == draft.answers
    status = anna_browser.get(f"/vorgang/{case.number}/").content.decode()
    assert "Neuer Weg" not in status


def test_for_the_association_its_own_details_and_the_persons_name_are_there(
    vera_browser: Client, vera: Account, verein: Organisation
) -> None:
    save_profile(vera.pk, {"person": {"vorname": "Vera", "nachname": "Vorstand"}, "iban": "DE11"}, by=vera)
    act_for(vera_browser, verein)
    assert begin_service(vera_browser, EVENT) == {
        "fuer_organisation": True,
        "organisation": {"name": "Heimatverein Grieben e. V.", "rechtsform": "ev"},
        "person": {"vorname": "Vera", "nachname": "Vorstand"},
        "anschrift": VEREIN["anschrift"],
        "email": "post@heimatverein.example",
        "telefon": VEREIN["telefon"],
    }


def test_a_form_for_people_gets_nothing_of_the_association(vera_browser: Client, verein: Organisation) -> None:
    act_for(vera_browser, verein)
    assert begin_service(vera_browser, DOG) == {
        "halter": {"vorname": "Vera", "nachname": "Vorstand"},
        "email": "vera@example.org",
    }


@pytest.mark.parametrize("may_read", [True, False])
def test_an_agent_gets_the_principals_details_only_with_the_right_to_read(
    vera_browser: Client, vera: Account, anna: Account, may_read: bool
) -> None:
    save_profile(anna.pk, {"person": {"vorname": "Anna", "nachname": "Beispiel"}, "iban": "DE11"}, by=anna)
    Mandate.objects.create(principal=anna, agent=vera, may_apply=True, may_read=may_read)
    act_for(vera_browser, anna)
    answers = begin_service(vera_browser, DOG)
    assert answers["halter"] == {"vorname": "Anna", "nachname": "Beispiel"}
    assert answers["email"] == "vera@example.org"
    assert ("iban" in answers) is may_read


def test_nothing_is_kept_unasked_and_one_post_keeps_what_is_new(anna_browser: Client, anna: Account) -> None:
    case = send_case(anna_browser)
    assert (profile_of(anna.pk), things_of(anna.pk)) == ({}, [])
    receipt = anna_browser.get(f"/vorgang/{case.number}/eingang/").content.decode()
    assert "In meinem Konto merken" in receipt
    anna_browser.post(f"/vorgang/{case.number}/merken/", {"angaben": "ja", "ding": "0"})
    assert profile_of(anna.pk)["anschrift"]["plz"]
    assert [(thing.kind, thing.label) for thing in things_of(anna.pk)] == [("dog", "Bello")]
    assert "In meinem Konto merken" not in anna_browser.get(f"/vorgang/{case.number}/eingang/").content.decode()


def test_only_what_is_ticked_is_kept(anna_browser: Client, anna: Account) -> None:
    case = send_case(anna_browser)
    anna_browser.post(f"/vorgang/{case.number}/merken/", {"ding": ["0", "7", "x", "²"]})
    assert (profile_of(anna.pk), len(things_of(anna.pk))) == ({}, 1)


def test_outsiders_keep_nothing_of_somebody_elses_application(
    anna_browser: Client, bilal_browser: Client, portal: Client
) -> None:
    case = send_case(anna_browser)
    for outsider in (bilal_browser, portal):
        assert outsider.post(f"/vorgang/{case.number}/merken/", {"angaben": "ja", "ding": "0"}).status_code == 404
    bilal = Account.objects.get(name="Bilal Muster")
    assert (profile_of(bilal.pk), things_of(bilal.pk)) == ({}, [])


def test_without_an_account_nothing_is_offered(portal: Client) -> None:
    begin(portal)
    page = portal.get(send(portal).headers["Location"]).content.decode()
    assert "In meinem Konto merken" not in page


def test_what_the_profile_knows_is_the_same_at_every_town_hall(
    anna_browser: Client, anna: Account, thale: Municipality
) -> None:
    anna_browser.post("/konto/angaben/", TYPED)
    page = browser_of(anna, host="thale.localhost").get("/konto/angaben/").content.decode()
    assert 'value="Lindenweg"' in page


def test_the_address_of_the_first_page_is_public_to_nobody(portal: Client) -> None:
    for path in ("/konto/angaben/", "/konto/angaben/umgezogen/", "/konto/dinge/", "/konto/vertretung/"):
        assert portal.get(path).headers["Location"].startswith("/anmelden/?next="), path
    assert BASE


def test_a_first_page_that_the_account_fills_is_shown_all_the_same(anna_browser: Client) -> None:
    anna_browser.post("/konto/angaben/", TYPED)
    answer = anna_browser.post("/leistungen/hund-abmelden/antrag/")
    assert answer.headers["Location"] == "/leistungen/hund-abmelden/antrag/halter/"
