"""Whose account a state account opens: never somebody's by an e-mail address, always by who proved both."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rathaus.accounts.federation import joining
from rathaus.accounts.federation.claims import Claims
from rathaus.accounts.models import Level, SignIn, SignInMethod, StateAccount
from rathaus.accounts.service import Account
from tests.accounts.conftest import totp_code
from tests.accounts.federation.conftest import Browser
from tests.accounts.federation.provider import Provider
from tests.cast import ANNA, BILAL, CLARA
from tests.signing_in import sign_in_session

pytestmark = pytest.mark.django_db
CONNECT = "/anmelden/verbinden/"


def sign_in_here(browser: Browser, email: str = ANNA.email) -> None:
    sign_in_session(browser.client, Account.objects.get(email=email), second_factor=False)


def claims(subject: str = "anna-1", issuer: str = "https://idp.example") -> Claims:
    return Claims(SignInMethod.OIDC, issuer, subject, Level.BASIC, ANNA.email, email_verified=True)


@pytest.mark.parametrize("verified", [False, None, "true", 1, "ja"])
def test_an_unconfirmed_address_joins_no_account(
    browser: Browser, provider: Provider, anna: Account, verified: Any
) -> None:
    provider.person |= {"email_verified": verified}
    assert browser.sign_in().headers["Location"] == CONNECT
    assert (browser.account, StateAccount.objects.count()) == (None, 0)


@pytest.mark.parametrize("verified", [False, None])
def test_an_unconfirmed_address_makes_no_account_and_blocks_none(
    browser: Browser, provider: Provider, verified: Any
) -> None:
    provider.person |= {"email_verified": verified}
    browser.sign_in()
    assert Account.objects.filter(email=ANNA.email).count() == 0
    page = browser.client.get(CONNECT).content.decode()
    assert "Haben Sie hier schon ein Konto?" in page


def test_an_unconfirmed_address_does_not_tell_who_has_an_account(
    browser: Browser, stranger: Browser, provider: Provider, anna: Account
) -> None:
    provider.person = {"sub": "x", "email": ANNA.email, "email_verified": False}
    browser.sign_in()
    provider.person = {"sub": "y", "email": "niemand@example.org", "email_verified": False}
    stranger.sign_in()

    def main(page: Any) -> str:
        return str(page.content.decode()).partition("<main")[2]

    assert main(browser.client.get(CONNECT)) == main(stranger.client.get(CONNECT))


def test_a_confirmed_address_of_an_account_is_joined_after_signing_in_there(
    browser: Browser, provider: Provider, anna: Account
) -> None:
    assert browser.sign_in(next="/leistungen/").headers["Location"] == CONNECT
    assert "Sie haben hier schon ein Konto" in browser.client.get(CONNECT).content.decode()
    assert browser.client.post(CONNECT).status_code == 200  # without signing in there, it only asks for that
    assert StateAccount.objects.count() == 0
    sign_in_here(browser)
    assert browser.level == "basic"
    asked = browser.client.get(CONNECT).content.decode()
    assert "Bei BundID angemeldet: Anna Beispiel." in asked
    done = browser.client.post(CONNECT)
    assert done.headers["Location"] == "/leistungen/"
    row = StateAccount.objects.get()
    assert (row.account, row.issuer, row.subject) == (anna, provider.issuer, "anna-1")
    assert browser.level == "substantial"
    assert [(s.method, s.level) for s in SignIn.objects.order_by("at")] == [
        ("password", "basic"), ("oidc", "substantial")
    ]  # fmt: skip


def test_another_account_can_be_the_one_that_is_joined(browser: Browser, bilal: Account, anna: Account) -> None:
    """The address of the provider decides nothing: who has two accounts chooses by signing in."""
    browser.sign_in()
    sign_in_here(browser, BILAL.email)
    browser.client.post(CONNECT)
    assert StateAccount.objects.get().account == bilal


def test_nobody_connects_by_a_link(browser: Browser, anna: Account) -> None:
    browser.sign_in()
    sign_in_here(browser)
    browser.client.get(CONNECT)
    assert StateAccount.objects.count() == 0
    foreign = Client(HTTP_HOST="tangerhuette.localhost", enforce_csrf_checks=True)
    foreign.cookies = browser.client.cookies
    assert foreign.post(CONNECT).status_code == 403
    assert StateAccount.objects.count() == 0


def test_a_session_open_for_long_must_confirm_first(
    browser: Browser, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in_here(browser)
    browser.sign_in()
    monkeypatch.setattr("rathaus.accounts.federation.connecting.is_fresh", lambda request: False)
    answer = browser.client.post(CONNECT)
    assert answer.headers["Location"] == "/anmelden/bestaetigen/?next=%2Fanmelden%2Fverbinden%2F"
    assert StateAccount.objects.count() == 0


def test_a_state_account_of_somebody_else_is_not_taken(
    browser: Browser, stranger: Browser, provider: Provider, bilal: Account
) -> None:
    browser.sign_in()
    sign_in_here(stranger, BILAL.email)
    answer = stranger.sign_in()
    assert answer.status_code == 409
    assert (stranger.account, stranger.level) == (str(bilal.pk), "basic")
    assert StateAccount.objects.exclude(account=bilal).count() == 1
    with pytest.raises(joining.TakenElsewhere):
        joining.connect_state_account(bilal, Claims(SignInMethod.OIDC, provider.issuer, "anna-1", Level.HIGH))


def test_the_same_subject_of_another_issuer_is_somebody_else(town: object, anna: Account, bilal: Account) -> None:
    joining.connect_state_account(anna, claims())
    joining.connect_state_account(bilal, claims(issuer="https://other.example"))
    assert joining.account_for(claims()) == anna
    assert joining.account_for(claims(subject="Anna-1")) is None


def test_the_database_lets_a_state_account_open_one_account(town: object, anna: Account, bilal: Account) -> None:
    joining.connect_state_account(anna, claims())
    joining.connect_state_account(anna, claims())
    assert StateAccount.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        StateAccount.objects.create(account=bilal, method="oidc", issuer="https://idp.example", subject="anna-1")


def test_who_is_signed_in_proves_more_in_the_same_session(
    browser: Browser, provider: Provider, anna: Account
) -> None:
    joining.connect_state_account(anna, claims(issuer=provider.issuer))
    sign_in_here(browser)
    before = browser.client.session.session_key
    assert browser.sign_in(next="/suche/").headers["Location"] == "/suche/"
    assert (browser.account, browser.level) == (str(anna.pk), "substantial")
    assert browser.client.session.session_key != before


def test_a_second_factor_is_still_asked_for(browser: Browser, provider: Provider, clara: Account) -> None:
    joining.connect_state_account(clara, claims(issuer=provider.issuer))
    assert browser.sign_in().headers["Location"].startswith("/anmelden/zweiter-schritt/")
    assert browser.account is None
    browser.client.post("/anmelden/zweiter-schritt/", {"code": totp_code()})
    assert (browser.account, SignIn.objects.get().method, browser.level) == (str(clara.pk), "oidc", "substantial")


def test_the_level_of_one_account_is_not_that_of_the_next(
    browser: Browser, provider: Provider, bilal: Account
) -> None:
    browser.sign_in()
    assert browser.level == "substantial"
    browser.client.post("/anmelden/abmelden/")
    sign_in_here(browser, BILAL.email)
    assert (browser.account, browser.level) == (str(bilal.pk), "basic")


def test_disconnecting_shuts_the_door(browser: Browser, stranger: Browser, provider: Provider, anna: Account) -> None:
    row = joining.connect_state_account(anna, claims(issuer=provider.issuer))
    sign_in_here(browser)
    assert "Trennen" in browser.client.get("/anmelden/nachweis/").content.decode()
    browser.client.post(f"/anmelden/trennen/{row.pk}/")
    row.refresh_from_db()
    assert row.disconnected_at is not None
    assert stranger.sign_in().headers["Location"] == CONNECT
    assert stranger.account is None


def test_the_last_way_in_stays(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "codes_are_sent", lambda: False)
    browser.sign_in()
    row = StateAccount.objects.get()
    page = browser.client.post(f"/anmelden/trennen/{row.pk}/", follow=True).content.decode()
    assert "Das ist Ihr einziger Weg ins Konto." in page
    row.refresh_from_db()
    assert row.disconnected_at is None


def test_nobody_disconnects_anothers(browser: Browser, provider: Provider, anna: Account, bilal: Account) -> None:
    row = joining.connect_state_account(anna, claims())
    sign_in_here(browser, BILAL.email)
    browser.client.post(f"/anmelden/trennen/{row.pk}/")
    browser.client.post("/anmelden/abmelden/")
    browser.client.post(f"/anmelden/trennen/{row.pk}/")
    row.refresh_from_db()
    assert row.disconnected_at is None


def test_the_page_shows_ones_own_alone(browser: Browser, provider: Provider, anna: Account, bilal: Account) -> None:
    joining.connect_state_account(anna, claims())
    sign_in_here(browser, BILAL.email)
    page = browser.client.get("/anmelden/nachweis/").content.decode()
    assert "Trennen" not in page
    assert ANNA.email not in page


def test_what_was_proved_there_is_not_kept_for_long(
    browser: Browser, provider: Provider, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in()
    sign_in_here(browser)
    monkeypatch.setattr("rathaus.accounts.federation.flows._MINUTES", -1)
    assert browser.client.post(CONNECT).headers["Location"] == "/anmelden/nachweis/"
    assert StateAccount.objects.count() == 0


def test_one_account_serves_all_town_halls(browser: Browser, provider: Provider, other_portal: Client) -> None:
    browser.sign_in()
    there = Browser(other_portal)
    there.sign_in()
    assert provider.asked[1]["redirect_uri"] == "http://thale.localhost:8000/anmelden/oidc/antwort/"
    assert there.account == browser.account


def test_an_answer_for_one_town_hall_signs_in_at_no_other(browser: Browser, other_portal: Client) -> None:
    answer = browser.come_back(browser.leave())
    assert other_portal.get(answer).status_code == 400
    assert "_auth_user_id" not in other_portal.session


def test_staff_do_not_come_to_the_desk_by_a_state_account_alone(
    browser: Browser, provider: Provider, clara_without_factor: Account
) -> None:
    joining.connect_state_account(clara_without_factor, claims(issuer=provider.issuer))
    browser.sign_in()
    assert browser.account == str(clara_without_factor.pk)
    assert browser.client.get("/amt/").headers["Location"] == "/anmelden/sicherheit/"
    assert CLARA.email == clara_without_factor.email
