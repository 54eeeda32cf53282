"""Signing in with password and second factor, and what a stranger can learn or break there."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from rathaus.accounts.service import Account
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import base_url, current_municipality
from tests.accounts.conftest import SECRET, totp_code
from tests.cast import CLARA, PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/anmelden/"
SECOND_STEP = "/anmelden/zweiter-schritt/"
SignIn = Callable[..., None]


def test_password_alone_signs_nobody_in(portal: Client, clara: Account) -> None:
    response = portal.post(SIGN_IN, {"login": CLARA.email, "password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, SECOND_STEP)
    assert "_auth_user_id" not in portal.session


def test_password_and_code_sign_in_and_lead_to_the_desk(portal: Client, clara: Account) -> None:
    portal.post(SIGN_IN, {"login": CLARA.email, "password": PASSWORD})
    response = portal.post(SECOND_STEP, {"code": totp_code()})
    assert (response.status_code, response.headers["Location"]) == (302, "/amt/")
    assert portal.session["_auth_user_id"] == str(clara.pk)


def test_the_address_is_read_without_regard_to_case(portal: Client, clara: Account) -> None:
    response = portal.post(SIGN_IN, {"login": CLARA.email.upper(), "password": PASSWORD})
    assert response.headers["Location"] == SECOND_STEP


def test_a_code_works_once(portal: Client, other_browser: Client, clara: Account, sign_in: SignIn) -> None:
    code = totp_code()
    sign_in(portal, code=code)
    sign_in(other_browser, code=code)
    assert "_auth_user_id" in portal.session
    assert "_auth_user_id" not in other_browser.session


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "0" * 5000, "\x00", "１２３４５６"])
def test_a_wrong_code_signs_nobody_in(portal: Client, clara: Account, sign_in: SignIn, code: str) -> None:
    sign_in(portal, code=code)
    assert "_auth_user_id" not in portal.session


def test_the_session_key_changes_on_sign_in(portal: Client, clara: Account, sign_in: SignIn) -> None:
    portal.post(SIGN_IN, {"login": CLARA.email, "password": PASSWORD})
    before = portal.session.session_key
    portal.post(SECOND_STEP, {"code": totp_code()})
    assert portal.session.session_key != before


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(portal: Client, clara: Account) -> None:
    def answer(email: str) -> str:
        page = portal.post(SIGN_IN, {"login": email, "password": "falsch-falsch"}).content.decode()
        return page.replace(email, "").partition("<main")[2].partition("csrfmiddlewaretoken")[0]

    assert answer(CLARA.email) == answer("niemand@tangerhuette.example")
    assert "passwor" in answer(CLARA.email).lower()


def test_guessing_is_stopped_and_does_not_lock_the_owner_out(portal: Client, clara: Account, sign_in: SignIn) -> None:
    stranger = Client(HTTP_HOST="tangerhuette.localhost", REMOTE_ADDR="203.0.113.9")
    for _ in range(5):
        stranger.post(SIGN_IN, {"login": CLARA.email, "password": "falsch-falsch"})
    stopped = stranger.post(SIGN_IN, {"login": CLARA.email, "password": PASSWORD})
    assert stopped.status_code == 200  # the right password no longer helps who guesses
    sign_in(portal, code=totp_code())
    assert "_auth_user_id" in portal.session


def test_codes_cannot_be_guessed_without_end(portal: Client, clara: Account, sign_in: SignIn) -> None:
    sign_in(portal)
    for _ in range(5):
        portal.post(SECOND_STEP, {"code": "000000"})
    portal.post(SECOND_STEP, {"code": totp_code()})
    assert "_auth_user_id" not in portal.session


def test_a_recovery_code_works_once(portal: Client, other_browser: Client, clara: Account, sign_in: SignIn) -> None:
    code = RecoveryCodes.activate(clara).generate_codes()[0]
    sign_in(portal, code=code)
    sign_in(other_browser, code=code)
    assert "_auth_user_id" in portal.session
    assert "_auth_user_id" not in other_browser.session


@pytest.mark.parametrize(
    "page", ["", "app/", "app/entfernen/", "passkeys/neu/", "codes/", "codes/neu/", "codes/datei/"]
)
def test_a_session_from_before_the_first_factor_changes_none(
    portal: Client, clara_without_factor: Account, sign_in: SignIn, page: str
) -> None:
    sign_in(portal)
    assert portal.get("/anmelden/sicherheit/").status_code == 200
    TOTP.activate(clara_without_factor, SECRET)  # in another browser
    RecoveryCodes.activate(clara_without_factor)
    for ask in (portal.get, portal.post):
        answer = ask(f"/anmelden/sicherheit/{page}")
        assert answer.headers["Location"].startswith("/anmelden/zweiter-schritt/bestaetigen/")
    assert Authenticator.objects.filter(user=clara_without_factor, type=Authenticator.Type.TOTP).exists()


def test_the_link_for_a_new_password_leads_to_the_town_hall_alone(portal: Client, clara: Account) -> None:
    portal.post("/anmelden/passwort/vergessen/", {"email": CLARA.email}, HTTP_HOST="tangerhuette.localhost:6666")
    link = OutgoingMail.objects.get(template="password_reset").context["link"]
    assert link.startswith(f"{base_url(current_municipality())}/anmelden/passwort/neu/")
    assert portal.get(urlsplit(link).path, follow=True).status_code == 200


def test_signing_out_needs_a_post(portal: Client, clara: Account, sign_in: SignIn) -> None:
    sign_in(portal, code=totp_code())
    portal.get("/anmelden/abmelden/")
    assert "_auth_user_id" in portal.session
    portal.post("/anmelden/abmelden/")
    assert "_auth_user_id" not in portal.session


def test_the_secret_is_not_stored_in_clear(clara: Account) -> None:
    stored = Authenticator.objects.get(user=clara).data
    assert SECRET not in str(stored)


@pytest.mark.parametrize("address", ["/anmelden/registrieren/", "/accounts/signup/", "/anmelden/signup/"])
def test_nobody_registers_in_public(portal: Client, address: str) -> None:
    assert portal.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", [SIGN_IN, "/anmelden/passwort/vergessen/", "/anmelden/passwort/vergessen/gesendet/"]
)
def test_the_pages_show_without_signing_in(portal: Client, address: str) -> None:
    response = portal.get(address)
    assert response.status_code == 200
    assert "Sommer-am-Tanger" not in response.content.decode()  # that box is the demo's


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(portal: Client, clara: Account, target: str) -> None:
    portal.post(SIGN_IN, {"login": CLARA.email, "password": PASSWORD, "next": target})
    response = portal.post(SECOND_STEP, {"code": totp_code()})
    assert response.headers["Location"] == "/amt/"
