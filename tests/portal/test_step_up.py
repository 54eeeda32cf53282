"""A service that asks for more says so before the form, keeps what was typed, and takes nothing that is less sure."""

from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.models import IdentityCheck
from rathaus.accounts.service import Account, Level, Persona, check_identity
from rathaus.cases.models import Submission
from rathaus.cases.service import Case, Draft, TrustTooLow, submit_case
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories
from tests.portal.conftest import BASE, SUMMARY, Person
from tests.signing_in import sign_in_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def needs_substantial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.cases.trusting.asked_by", lambda version_id: Level.SUBSTANTIAL)


@pytest.fixture
def annas(town: Municipality) -> Account:
    return Account.objects.create_user(cast.ANNA.email, cast.PASSWORD, name=cast.ANNA.name)


def check(account: Account, **more: Any) -> IdentityCheck:
    clara = factories.staff(cast.CLARA)
    return check_identity(account, by=clara, document="identity_card", name=account.name, birth_date_matched=True)


def set_level(person: Person, account: Account, level: Level) -> None:
    """As a sign-in at this level leaves the session."""
    sign_in_session(person.client, account, second_factor=False)
    session = person.client.session
    session["trust"] = {"account": str(account.pk), "sign_in": "", "level": level.value}
    session.save()


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("geburtsurkunde", "Dafür brauchen Sie ein Konto mit geprüfter Identität."),
        ("meldebescheinigung", "Dafür brauchen Sie ein Konto."),
    ],
)
def test_the_service_says_before_the_form_what_it_asks_for(anna: Person, key: str, sentence: str) -> None:
    assert sentence in anna.get(f"/leistungen/{key}/").content.decode()
    start = anna.get(f"/leistungen/{key}/antrag/").content.decode()
    assert sentence in start
    assert "Antrag beginnen</span>" not in start
    assert "Ohne Konto geht es auch" in start
    assert ("Ausweis am Schalter" in start) == (key == "geburtsurkunde")


def test_a_service_that_asks_for_nothing_says_nothing(anna: Person) -> None:
    assert "Dafür brauchen Sie" not in anna.get("/leistungen/hund-anmelden/").content.decode()
    assert "Sie brauchen kein Konto." in anna.get(BASE).content.decode()


def test_who_has_an_account_is_not_told_that_none_is_needed(anna: Person, annas: Account) -> None:
    set_level(anna, annas, Level.BASIC)
    page = anna.get(BASE).content.decode()
    assert "Sie brauchen kein Konto." not in page
    assert "Der Entwurf liegt 30 Tage lang im Postfach." in page


@pytest.mark.parametrize("level", [None, Level.BASIC])
def test_nobody_begins_with_less(anna: Person, annas: Account, needs_substantial: None, level: Level | None) -> None:
    if level:
        set_level(anna, annas, level)
    answer = anna.post(BASE)
    assert answer.status_code == 403
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("level", [Level.SUBSTANTIAL, Level.HIGH])
def test_who_has_proved_it_applies_and_it_is_kept(
    anna: Person, annas: Account, needs_substantial: None, level: Level
) -> None:
    set_level(anna, annas, level)
    number = anna.apply()
    sent = Submission.objects.get(case__number=number)
    assert (sent.trust_level, sent.account) == (level, annas)


def test_what_was_begun_is_kept_and_sent_after_proving_more(
    anna: Person, annas: Account, needs_substantial: None
) -> None:
    set_level(anna, annas, Level.SUBSTANTIAL)
    anna.fill()
    anna.post("/anmelden/abmelden/")
    page = anna.get(SUMMARY)
    assert "Antrag absenden" not in page.content.decode()
    assert "Dafür brauchen Sie ein Konto mit geprüfter Identität." in page.content.decode()
    refused = anna.send()
    assert (refused.status_code, Case.objects.count()) == (403, 0)
    draft = Draft.objects.get()
    assert draft.answers["email"] == cast.ANNA.email
    set_level(anna, annas, Level.SUBSTANTIAL)
    assert "Antrag absenden" in anna.get(SUMMARY).content.decode()
    assert anna.send().status_code == 302
    assert Submission.objects.get().draft_id == draft.pk


def test_a_forged_post_sends_nothing(anna: Person, annas: Account, needs_substantial: None) -> None:
    set_level(anna, annas, Level.SUBSTANTIAL)
    anna.fill()
    set_level(anna, annas, Level.BASIC)
    forged = {"richtigkeit": "ja", "_key": "x", "niveau": "high", "trust_level": "high", "level": "high"}
    assert anna.post(SUMMARY, forged).status_code == 403
    assert Case.objects.count() == 0


def test_the_check_is_made_where_it_is_sent(town: Municipality, annas: Account, needs_substantial: None) -> None:
    """Whoever calls it, and whatever the page had shown before."""
    draft = factories.dog_draft_at(Level.SUBSTANTIAL)
    for level in (Level.NONE, Level.BASIC):
        with pytest.raises(TrustTooLow):
            submit_case(draft, idempotency_key="a", by=Persona(annas), level=level)
    with pytest.raises(TrustTooLow):
        submit_case(draft, idempotency_key="a", by=Persona(annas))
    assert submit_case(draft, idempotency_key="a", by=Persona(annas), level=Level.HIGH).case.number


def test_an_identity_card_at_the_counter_is_enough(anna: Person, annas: Account, needs_substantial: None) -> None:
    set_level(anna, annas, Level.BASIC)
    assert anna.post(BASE).status_code == 403
    check(annas)
    number = anna.apply()
    assert Submission.objects.get(case__number=number).trust_level == "substantial"


def test_a_check_counts_for_its_account_and_its_town_hall(
    anna: Person, bilal: Person, annas: Account, needs_substantial: None, thale: Municipality
) -> None:
    check(annas)
    outsider = Account.objects.create_user(cast.BILAL.email, cast.PASSWORD)
    set_level(bilal, outsider, Level.BASIC)
    assert bilal.post(BASE).status_code == 403
    there = Person(Client(HTTP_HOST="thale.localhost"))
    set_level(there, annas, Level.BASIC)
    assert there.post(BASE).status_code == 403
    assert there.get("/anmelden/nachweis/").content.decode().count("gilt bis") == 0


def test_a_receipt_stays_open_to_who_sent_it(anna: Person, annas: Account, needs_substantial: None) -> None:
    set_level(anna, annas, Level.SUBSTANTIAL)
    anna.apply()
    anna.post("/anmelden/abmelden/")
    assert anna.get(f"{BASE}schon-abgeschickt/").status_code == 302
