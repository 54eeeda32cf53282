"""OpenID Connect: the way in, and every answer that must not be believed."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.test import Client

from rathaus.accounts.federation import tokens
from rathaus.accounts.models import SignIn, StateAccount
from rathaus.accounts.service import Account
from tests.accounts.federation.conftest import Browser
from tests.accounts.federation.provider import CLIENT, KEY, OTHER_KEY, Provider, public_pem
from tests.cast import ANNA, BILAL

pytestmark = pytest.mark.django_db


def test_the_first_sign_in_makes_an_account(browser: Browser, provider: Provider) -> None:
    response = browser.sign_in(next="/leistungen/")
    assert (response.status_code, response.headers["Location"]) == (302, "/leistungen/")
    account = Account.objects.get(email=ANNA.email)
    assert (account.name, account.has_usable_password(), browser.account) == (ANNA.name, False, str(account.pk))
    row = SignIn.objects.get()
    assert (row.account, row.method, row.level, row.issuer) == (account, "oidc", "substantial", provider.issuer)
    assert browser.level == "substantial"


def test_the_next_sign_in_finds_the_account_by_issuer_and_subject(
    browser: Browser, stranger: Browser, provider: Provider
) -> None:
    browser.sign_in()
    provider.person = {"sub": "anna-1", "email": "neu@example.org", "email_verified": True}
    stranger.sign_in()
    assert stranger.account == browser.account
    assert Account.objects.filter(email="neu@example.org").count() == 0


def test_another_subject_with_the_same_address_is_somebody_else(
    browser: Browser, stranger: Browser, provider: Provider
) -> None:
    browser.sign_in()
    provider.person = {**provider.person, "sub": "bilal-1"}
    assert stranger.sign_in().headers["Location"] == "/anmelden/verbinden/"
    assert stranger.account is None


def test_pkce_state_and_nonce_are_sent(browser: Browser, provider: Provider) -> None:
    browser.sign_in()
    asked = provider.asked[0]
    assert (asked["code_challenge_method"], asked["response_type"], asked["client_id"]) == ("S256", "code", CLIENT)
    assert asked["redirect_uri"] == "http://tangerhuette.localhost:8000/anmelden/oidc/antwort/"
    assert len(asked["state"]) > 40
    assert len(asked["nonce"]) > 40


def test_a_higher_level_is_asked_for_where_it_is_needed(browser: Browser, provider: Provider) -> None:
    browser.sign_in(niveau="high")
    assert provider.asked[0]["acr_values"] == "STORK-QAA-Level-4 http://eidas.europa.eu/LoA/high high"


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("STORK-QAA-Level-1", "basic"),
        ("STORK-QAA-Level-3", "substantial"),
        ("STORK-QAA-Level-4", "high"),
        ("http://eidas.europa.eu/LoA/low", "basic"),
        ("http://eidas.europa.eu/LoA/substantial", "substantial"),
        ("http://eidas.europa.eu/LoA/high", "high"),
        ("HIGH", "basic"),
        ("erfunden", "basic"),
        (["high"], "basic"),
        (None, "basic"),
    ],
)
def test_the_level_is_the_one_that_the_token_says(
    browser: Browser, provider: Provider, said: Any, level: str
) -> None:
    provider.claims = {"acr": said}
    browser.sign_in()
    assert (browser.level, SignIn.objects.get().level) == (level, level)


def test_a_town_hall_may_trust_its_provider_less(browser: Browser, provider: Provider, settings: Any) -> None:
    settings.RATHAUS_OIDC_LEVELS = {"high": "substantial"}
    provider.claims = {"acr": "high"}
    browser.sign_in()
    assert browser.level == "substantial"
    provider.claims = {"acr": "substantial"}
    browser.sign_in()
    assert browser.level == "basic"


def test_details_outside_the_token_count_for_the_same_person_only(browser: Browser, provider: Provider) -> None:
    provider.person = {"sub": "anna-1", "acr": "basic"}
    provider.userinfo = {"sub": "anna-1", "email": ANNA.email, "email_verified": True, "acr": "high"}
    browser.sign_in()
    assert (Account.objects.filter(email=ANNA.email).count(), browser.level) == (1, "basic")
    provider.userinfo = {"sub": "bilal-1", "email": BILAL.email, "email_verified": True}
    assert browser.sign_in().status_code == 400


def changed(**claims: Any) -> Callable[[Provider], None]:
    return lambda provider: provider.claims.update(claims)


def signed(sign: Callable[[Provider, dict[str, Any]], str]) -> Callable[[Provider], None]:
    def lie(provider: Provider) -> None:
        provider.sign = lambda claims: sign(provider, claims)

    return lie


def _none(provider: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": provider.kid})


def _hs256_with_the_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    def part(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": provider.kid}).encode())
    body = head + b"." + part(json.dumps(claims).encode())
    return (body + b"." + part(hmac.digest(public_pem(KEY), body, hashlib.sha256))).decode()


def _tampered(provider: Provider, claims: dict[str, Any]) -> str:
    head, _body, signature = provider.sign_truly(claims).split(".")
    lie = base64.urlsafe_b64encode(json.dumps({**claims, "acr": "high"}).encode()).rstrip(b"=").decode()
    return f"{head}.{lie}.{signature}"


LIES: dict[str, Callable[[Provider], None]] = {
    "another nonce": changed(nonce="x" * 43),
    "no nonce": changed(nonce=None),
    "another issuer": changed(iss="https://evil.example"),
    "no issuer": changed(iss=None),
    "another audience": changed(aud="somebody-else"),
    "no audience": changed(aud=None),
    "several audiences and nobody named": changed(aud=[CLIENT, "somebody-else"]),
    "several audiences and another named": changed(aud=[CLIENT, "somebody-else"], azp="somebody-else"),
    "another authorized party": changed(azp="somebody-else"),
    "expired": changed(exp=int(time.time()) - 3600),
    "no expiry": changed(exp=None),
    "issued tomorrow": changed(iat=int(time.time()) + 86_400),
    "not yet valid": changed(nbf=int(time.time()) + 86_400),
    "no subject": changed(sub=None),
    "a subject of spaces": changed(sub="   "),
    "an endless subject": changed(sub="x" * 600),
    "a subject with NUL": changed(sub="anna\x00"),
    "signed by another key": signed(lambda p, claims: p.sign_truly(claims, key=OTHER_KEY)),
    "signed by an unknown key": signed(lambda p, claims: p.sign_truly(claims, key=OTHER_KEY, kid="zwei")),
    "not signed": signed(_none),
    "signed with the public key as a secret": signed(_hs256_with_the_public_key),
    "changed after signing": signed(_tampered),
    "no token at all": signed(lambda p, claims: ""),
    "not a token": signed(lambda p, claims: "drei.teile.nichts"),
    "the answer of another issuer": lambda provider: provider.answer.update(iss="https://evil.example"),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_signs_nobody_in(browser: Browser, provider: Provider, lie: Callable[[Provider], None]) -> None:
    lie(provider)
    response = browser.sign_in()
    assert response.status_code == 400
    assert "Die Anmeldung hat nicht geklappt" in response.content.decode()
    assert (browser.account, SignIn.objects.count(), StateAccount.objects.count()) == (None, 0, 0)
    assert Account.objects.filter(email=ANNA.email).count() == 0


def test_several_audiences_are_fine_where_we_are_the_one_who_asked(browser: Browser, provider: Provider) -> None:
    provider.claims = {"aud": [CLIENT, "somebody-else"], "azp": CLIENT}
    browser.sign_in()
    assert browser.account is not None


def test_an_answer_without_our_question_is_refused(browser: Browser, provider: Provider) -> None:
    browser.leave()
    for answer in ("?code=x", "?code=x&state=", "?code=x&state=erfunden", "?state[]=x", "?code=x&state=%00"):
        assert browser.client.get(f"/anmelden/oidc/antwort/{answer}").status_code == 400
    assert browser.account is None


def test_an_answer_is_bound_to_the_browser_that_asked(
    browser: Browser, stranger: Browser, provider: Provider
) -> None:
    """Nobody is signed in to somebody else's account by a link that they are sent (login CSRF)."""
    answer = browser.come_back(browser.leave())
    assert stranger.client.get(answer).status_code == 400
    assert stranger.account is None
    browser.client.get(answer)
    assert browser.account is not None


def test_an_answer_counts_once(browser: Browser, provider: Provider) -> None:
    answer = browser.come_back(browser.leave())
    browser.client.get(answer)
    browser.client.post("/anmelden/abmelden/")
    assert browser.client.get(answer).status_code == 400
    assert browser.account is None


def stolen_token(browser: Browser, stranger: Browser, provider: Provider) -> Any:
    """Bilal got hold of a token that was made for Anna's sign-in, and has the provider's place."""
    kept: list[str] = []
    provider.sign = lambda claims: kept.append(provider.sign_truly(claims)) or kept[-1]
    browser.sign_in()
    provider.sign = lambda claims: kept[0]
    return stranger.sign_in()


def test_a_token_made_for_another_sign_in_is_refused(browser: Browser, stranger: Browser, provider: Provider) -> None:
    assert stolen_token(browser, stranger, provider).status_code == 400
    assert stranger.account is None


def test_without_the_nonce_it_would_be_taken(
    browser: Browser, stranger: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the guard off, the replay gets through, so it is the nonce that stops it."""
    monkeypatch.setattr("rathaus.accounts.federation.oidc.hmac.compare_digest", lambda a, b: True)
    stolen_token(browser, stranger, provider)
    assert stranger.account == browser.account


def test_without_the_signature_check_a_forged_token_would_be_taken(
    browser: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = jwt.decode
    monkeypatch.setattr(
        tokens.jwt,
        "decode",
        lambda token, options, **more: true(token, options={**options, "verify_signature": False}),
    )
    LIES["signed by another key"](provider)
    browser.sign_in()
    assert browser.account is not None


def test_a_new_key_of_the_provider_is_found(browser: Browser, provider: Provider) -> None:
    browser.sign_in()
    provider.kid = "neu"
    browser.client.post("/anmelden/abmelden/")
    browser.sign_in()
    assert browser.account is not None


def test_unknown_keys_are_looked_for_once_a_minute(browser: Browser, provider: Provider) -> None:
    LIES["signed by an unknown key"](provider)
    for _ in range(3):
        browser.sign_in()
    assert provider.fetched.count("/keys") == 2
    assert provider.fetched.count("/.well-known/openid-configuration") == 1


def test_a_provider_that_is_down_at_the_start_gets_a_friendly_page(browser: Browser, provider: Provider) -> None:
    provider.down = True
    response = browser.client.post("/anmelden/dienst/oidc/")
    assert response.status_code == 502
    assert "antwortet gerade nicht" in response.content.decode()


@pytest.mark.parametrize("discovery", [{"issuer": "https://evil.example"}, {"token_endpoint": None}, {"jwks_uri": 1}])
def test_a_provider_that_describes_another_is_not_used(
    browser: Browser, provider: Provider, discovery: dict[str, Any]
) -> None:
    provider.discovery = discovery
    assert browser.client.post("/anmelden/dienst/oidc/").status_code == 502


def test_who_cancels_there_reads_so_here(browser: Browser, provider: Provider) -> None:
    provider.answer = {"error": "access_denied"}
    response = browser.sign_in()
    assert response.status_code == 400
    assert "Sie haben die Anmeldung abgebrochen" in response.content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_way_back_stays_here(browser: Browser, target: str) -> None:
    assert browser.sign_in(next=target).headers["Location"] == "/anmelden/nachweis/"


def test_the_session_gets_a_new_key(browser: Browser) -> None:
    url = browser.leave()
    before = browser.client.session.session_key
    browser.client.get(browser.come_back(url))
    assert browser.client.session.session_key != before


def test_an_inactive_account_stays_shut(browser: Browser, stranger: Browser) -> None:
    browser.sign_in()
    Account.objects.update(is_active=False)
    assert stranger.sign_in().headers["Location"] == "/anmelden/gesperrt/"
    assert stranger.account is None


def test_without_settings_nothing_is_offered(portal: Client, town: object) -> None:
    assert portal.post("/anmelden/dienst/oidc/").status_code == 404
    assert portal.post("/anmelden/dienst/saml/").status_code == 404
    assert portal.post("/anmelden/dienst/erfunden/").status_code == 404
    assert portal.get("/anmelden/oidc/antwort/?code=x&state=y").status_code == 404
    assert portal.get("/anmelden/saml/metadaten.xml").status_code == 404
    assert "dienst/" not in portal.get("/anmelden/").content.decode()


def test_starting_needs_a_post(browser: Browser) -> None:
    assert browser.client.get("/anmelden/dienst/oidc/").status_code == 405
