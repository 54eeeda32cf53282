"""Signing in with a passkey, and every way to cheat at it: forged with a real authenticator in software."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from fido2.utils import websafe_encode

from rathaus.accounts.models import Account
from rathaus.tenancy.service import Municipality, forget_hosts
from tests.accounts.people import (
    ADD_PASSKEY,
    FIRST_PASSKEY,
    ORIGIN,
    SIGN_IN,
    add_passkey,
    creation_options,
    request_options,
    send_assertion,
    sign_in_by_code,
    sign_in_by_passkey,
    sign_up,
    signed_in_as,
)
from tests.authenticator import PRESENT, SoftAuthenticator
from tests.cast import ANNA, BILAL, CLARA, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_town(town: Municipality) -> None:
    """All of this happens in Tangerhütte."""


def browser(host: str = "tangerhuette.localhost") -> Client:
    return Client(HTTP_HOST=host)


def enrol(person: Person = ANNA, **device: Any) -> SoftAuthenticator:
    """The person's passkey, made right after signing up."""
    client, made = browser(), SoftAuthenticator(ORIGIN, **device)
    sign_up(client, person)
    add_passkey(client, made)
    assert Authenticator.objects.filter(user__email=person.email, type="webauthn").count() == 1
    return made


def test_one_tap_signs_in(portal: Client) -> None:
    done = sign_in_by_passkey(portal, enrol())
    assert (done.status_code, signed_in_as(portal)) == (302, ANNA.email)


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ("/leistungen/", "/leistungen/"),
        ("https://evil.example/", "/konto/"),
        ("//evil.example", "/konto/"),
        ("/\\evil.example", "/konto/"),
        ("javascript:alert(1)", "/konto/"),
        ("http:///evil.example", "/konto/"),
    ],
)
def test_the_way_on_is_kept_and_leads_nowhere_else(portal: Client, target: str, reached: str) -> None:
    device = enrol()
    done = send_assertion(portal, device.get(request_options(portal)), next=target)
    assert done.headers["Location"] == reached


def test_the_session_key_changes_and_the_old_one_opens_nothing(portal: Client) -> None:
    device = enrol()
    options = request_options(portal)
    planted = portal.session.session_key
    send_assertion(portal, device.get(options))
    assert portal.session.session_key != planted
    stranger = browser()
    stranger.cookies["sitzung"] = planted or ""
    assert signed_in_as(stranger) is None


def test_an_answer_counts_once(portal: Client) -> None:
    device = enrol()
    answer = device.get(request_options(portal))
    send_assertion(portal, answer)
    portal.post("/anmelden/abmelden/")
    send_assertion(portal, answer)
    assert signed_in_as(portal) is None


def test_a_wrong_answer_uses_the_question_up(portal: Client) -> None:
    device = enrol()
    options = request_options(portal)
    send_assertion(portal, device.get(options, origin="http://evil.example"))
    send_assertion(portal, device.get(options))
    assert signed_in_as(portal) is None


def test_the_answer_to_another_browsers_question_is_refused(portal: Client, other_browser: Client) -> None:
    device = enrol()
    request_options(portal)
    send_assertion(portal, device.get(request_options(other_browser)))
    assert signed_in_as(portal) is None


Lie = Callable[[SoftAuthenticator, SoftAuthenticator], dict[str, Any]]
LIES: dict[str, Lie] = {
    "another account's handle": lambda _, bilal: {"user_handle": bilal.user_handle},
    "no handle": lambda *_: {"user_handle": b""},
    "a handle that is no account": lambda *_: {"user_handle": b"0" * 32},
    "a handle of bytes": lambda *_: {"user_handle": b"\xff\x00"},
    "a stranger's page": lambda *_: {"origin": "http://evil.example"},
    "another port": lambda *_: {"origin": "http://tangerhuette.localhost:9999"},
    "another scheme": lambda *_: {"origin": "https://tangerhuette.localhost:8000"},
    "the other town hall": lambda *_: {"origin": "http://thale.localhost:8000"},
    "a name below ours": lambda *_: {"origin": "http://x.tangerhuette.localhost:8000"},
    "a name that begins like ours": lambda *_: {"origin": "http://tangerhuette.localhost:8000.evil.example"},
    "a frame of somebody else": lambda *_: {"cross_origin": True},
    "another relying party": lambda *_: {"rp_id": "evil.example"},
    "the relying party above": lambda *_: {"rp_id": "localhost"},
    "a registration": lambda *_: {"type": "webauthn.create"},
    "an own challenge": lambda *_: {"challenge": websafe_encode(b"0" * 32)},
    "no fingerprint": lambda *_: {"flags": PRESENT},
    "nobody there": lambda *_: {"flags": 0},
    "another key's signature": lambda anna, bilal: {"signature": b"0" * 70},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_signs_nobody_in(portal: Client, lie: str) -> None:
    anna, bilal = enrol(ANNA), enrol(BILAL)
    done = sign_in_by_passkey(portal, anna, **LIES[lie](anna, bilal))
    assert (done.headers["Location"], signed_in_as(portal)) == (SIGN_IN, None)
    sign_in_by_passkey(portal, anna)  # the same without the lie
    assert signed_in_as(portal) == ANNA.email


def test_a_credential_under_another_id_signs_nobody_in(portal: Client) -> None:
    """Bilal's key, signed by Bilal, but said to be Anna's."""
    anna, bilal = enrol(ANNA), enrol(BILAL)
    bilal.credential_id, bilal.user_handle = anna.credential_id, anna.user_handle
    sign_in_by_passkey(portal, bilal)
    assert signed_in_as(portal) is None


def test_a_registration_is_no_sign_in(portal: Client) -> None:
    client, device = browser(), enrol()
    sign_in_by_passkey(client, device)
    options = request_options(portal)
    made = SoftAuthenticator(ORIGIN)
    forged = made.create(
        {"publicKey": {**options["publicKey"], "rp": {"id": "tangerhuette.localhost"}, "user": {"id": "AA"}}}
    )
    assert send_assertion(portal, forged).status_code == 302
    assert signed_in_as(portal) is None


def test_a_counter_may_not_go_back(portal: Client) -> None:
    device = enrol(counter=4)
    sign_in_by_passkey(portal, device)
    assert signed_in_as(portal) == ANNA.email
    copy = SoftAuthenticator(
        ORIGIN, counter=4, key=device.key, credential_id=device.credential_id, user_handle=device.user_handle
    )
    for _ in range(2):  # five again, then six, which the original has used meanwhile
        stranger = browser()
        sign_in_by_passkey(stranger, copy)
        assert signed_in_as(stranger) is None
        sign_in_by_passkey(browser(), device)


def test_a_counter_that_stops_counting_is_refused(portal: Client) -> None:
    device = enrol(counter=4)
    device.counter = None
    sign_in_by_passkey(portal, device)
    assert signed_in_as(portal) is None


def test_one_that_never_counts_signs_in_again_and_again() -> None:
    device = enrol()
    for _ in range(3):
        client = browser()
        sign_in_by_passkey(client, device)
        assert signed_in_as(client) == ANNA.email


_FIELDS = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")
_SHELL = {"id": "AA", "rawId": "AA", "type": "public-key"}
GARBAGE: list[Any] = [
    None, [], "", 5, {}, {"response": None}, {"response": {}}, {**_SHELL, "response": {"userHandle": 1}},
    {**_SHELL, "response": dict.fromkeys(_FIELDS, "AAAA")},
    {**_SHELL, "response": {"clientDataJSON": base64.b64encode(b"[]").decode()}},
    {**_SHELL, "response": {"clientDataJSON": "bnVsbA", "authenticatorData": "AA" * 50, "attestationObject": "o2M"}},
]  # fmt: skip


@pytest.mark.parametrize("garbage", GARBAGE, ids=str)
def test_garbage_is_refused_politely(portal: Client, garbage: Any) -> None:
    request_options(portal)
    assert send_assertion(portal, garbage).status_code == 302
    sign_up(portal, ANNA)
    creation_options(portal)
    assert portal.post(FIRST_PASSKEY, {"credential": json.dumps(garbage), "passwordless": "on"}).status_code == 200
    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize(
    "json_of_no_browser", ["[" * 100_000, '{"a":' * 3000, "9" * 5000], ids=["lists", "objects", "digits"]
)
def test_what_cannot_be_read_as_json_is_refused_politely(portal: Client, json_of_no_browser: str) -> None:
    answer = {"credential": json_of_no_browser, "passwordless": "on"}
    assert portal.post("/anmelden/passkey/", answer).headers["Location"] == "/anmelden/"
    sign_up(portal, ANNA)
    creation_options(portal)
    assert portal.post(FIRST_PASSKEY, answer).status_code == 200
    assert Authenticator.objects.count() == 0


REGISTERED_LIES = [
    {"origin": "http://thale.localhost:8000"}, {"rp_id": "evil.example"}, {"type": "webauthn.get"},
    {"challenge": websafe_encode(b"0" * 32)}, {"cross_origin": True},
]  # fmt: skip


@pytest.mark.parametrize("lies", REGISTERED_LIES, ids=str)
def test_a_lie_makes_no_passkey(portal: Client, lies: dict[str, Any]) -> None:
    sign_up(portal, ANNA)
    answer = SoftAuthenticator(ORIGIN).create(creation_options(portal), **lies)
    page = portal.post(FIRST_PASSKEY, {"credential": json.dumps(answer), "passwordless": "on"}).content.decode()
    assert ("Der Passkey passt nicht" in page, Authenticator.objects.count()) == (True, 0)


def test_a_passkey_that_checks_nobody_is_not_taken(portal: Client) -> None:
    sign_up(portal, ANNA)
    add_passkey(portal, SoftAuthenticator(ORIGIN, flags=PRESENT))
    assert Authenticator.objects.count() == 0


def test_a_registration_counts_once(portal: Client) -> None:
    sign_up(portal, ANNA)
    answer = json.dumps(SoftAuthenticator(ORIGIN).create(creation_options(portal)))
    for _ in range(2):
        portal.post(FIRST_PASSKEY, {"credential": answer, "name": "Telefon", "passwordless": "on"})
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_several_passkeys_with_names(portal: Client) -> None:
    enrolled = enrol()
    sign_in_by_passkey(portal, enrolled)
    confirm = portal.get(ADD_PASSKEY)
    assert confirm.headers["Location"].startswith("/anmelden/")  # asked again before it changes
    answer = enrolled.get(reauthentication_options(portal))
    portal.post("/anmelden/passkey/bestaetigen/", {"credential": json.dumps(answer), "next": ADD_PASSKEY})
    add_passkey(portal, SoftAuthenticator(ORIGIN), ADD_PASSKEY, name="<b>Tablet</b>\u202e")
    names = {str(a) for a in Authenticator.objects.filter(user__email=ANNA.email, type="webauthn")}
    assert names == {"Mein Telefon", "<b>Tablet</b>"}
    assert "&lt;b&gt;Tablet" in portal.get("/anmelden/sicherheit/passkeys/").content.decode()


def reauthentication_options(client: Client) -> Any:
    html = client.get("/anmelden/passkey/bestaetigen/").content.decode()
    return json.loads(html.partition('type="application/json">')[2].partition("</script>")[0])["request_options"]


def test_another_persons_passkey_is_not_there_to_change(portal: Client) -> None:
    enrol(ANNA)
    sign_in_by_passkey(portal, enrol(BILAL))
    answer = {"pk": Authenticator.objects.get(user__email=ANNA.email, type="webauthn").pk}
    for page in ("", "entfernen/"):
        path = f"/anmelden/sicherheit/passkeys/{answer['pk']}/{page}"
        assert portal.post(path, {"name": "Meiner"}).status_code in {302, 404}
    assert str(Authenticator.objects.get(pk=answer["pk"])) == "Mein Telefon"


def test_a_code_lets_in_who_left_the_passkey_at_home_but_changes_no_factor(portal: Client) -> None:
    enrol()
    sign_in_by_code(portal, ANNA.email)
    assert signed_in_as(portal) == ANNA.email
    assert portal.get(ADD_PASSKEY).headers["Location"].startswith("/anmelden/zweiter-schritt/bestaetigen/")


def clara_with_passkey() -> SoftAuthenticator:
    """Staff without a password: they came by code, and then made a passkey."""
    account = Account.objects.get(email=CLARA.email)
    account.set_unusable_password()
    account.save()
    client, device = browser(), SoftAuthenticator(ORIGIN)
    sign_in_by_code(client, CLARA.email)
    add_passkey(client, device, ADD_PASSKEY)
    assert Authenticator.objects.filter(user=account, type="webauthn").count() == 1
    return device


def test_a_code_is_no_second_factor_at_the_desk(portal: Client) -> None:
    device = clara_with_passkey()
    sign_in_by_code(portal, CLARA.email)
    assert portal.get("/amt/").headers["Location"].startswith("/anmelden/zweiter-schritt/bestaetigen/")
    other = browser()
    sign_in_by_passkey(other, device)
    assert other.get("/amt/").status_code == 200


def test_staff_land_at_the_desk_of_their_own_town_hall_only(thale: Municipality) -> None:
    device = clara_with_passkey()
    assert sign_in_by_passkey(browser(), device).headers["Location"] == "/amt/"
    device.origin = "http://thale.localhost:8000"
    there = browser("thale.localhost")
    answer = sign_in_by_passkey(there, device, rp_id="tangerhuette.localhost")
    assert answer.headers["Location"] == SIGN_IN  # a domain of one word: the passkey is Tangerhütte's


PLATFORM = {"RATHAUS_DOMAIN": "rathaus.example", "RATHAUS_HTTPS": True, "RATHAUS_BASE_PORT": ""}


@override_settings(**PLATFORM)
def test_one_passkey_serves_all_town_halls_of_a_platform(thale: Municipality) -> None:
    forget_hosts()
    client, device = (
        Client(HTTP_HOST="tangerhuette.rathaus.example"),
        SoftAuthenticator("https://tangerhuette.rathaus.example"),
    )
    sign_up(client, ANNA)
    options = creation_options(client)
    assert options["publicKey"]["rp"]["id"] == "rathaus.example"
    assert "in allen Rathäusern" in client.get(FIRST_PASSKEY).content.decode()
    add_passkey(client, device)
    device.origin = "https://thale.rathaus.example"
    there = Client(HTTP_HOST="thale.rathaus.example")
    sign_in_by_passkey(there, device)
    assert signed_in_as(there) == ANNA.email


@override_settings(**PLATFORM)
def test_a_town_hall_with_its_own_host_uses_the_platforms_passkeys(thale: Municipality) -> None:
    Municipality.objects.filter(pk=thale.pk).update(host="rathaus-thale.example")
    forget_hosts()
    listed = Client(HTTP_HOST="rathaus.example").get("/.well-known/webauthn")
    assert listed.headers["Content-Type"] == "application/json"
    origins = listed.json()["origins"]
    assert origins[:2] == ["https://rathaus-thale.example", "https://thale.rathaus.example"]
    assert "https://tangerhuette.rathaus.example" in origins
    assert Client(HTTP_HOST="thale.rathaus.example").get("/.well-known/webauthn").status_code == 404
    client, device = (
        Client(HTTP_HOST="tangerhuette.rathaus.example"),
        SoftAuthenticator("https://tangerhuette.rathaus.example"),
    )
    sign_up(client, ANNA)
    add_passkey(client, device)
    there = Client(HTTP_HOST="rathaus-thale.example")
    assert request_options(there)["publicKey"]["rpId"] == "rathaus.example"
    device.origin = "https://rathaus-thale.example"
    sign_in_by_passkey(there, device)
    assert signed_in_as(there) == ANNA.email


@override_settings(**PLATFORM)
def test_a_town_hall_that_has_left_is_not_listed(thale: Municipality) -> None:
    Municipality.objects.filter(pk=thale.pk).update(host="rathaus-thale.example", is_active=False)
    forget_hosts()
    origins = Client(HTTP_HOST="rathaus.example").get("/.well-known/webauthn").json()["origins"]
    assert [o for o in origins if "thale" in o] == []


@override_settings(**PLATFORM)
def test_http_is_no_origin_of_an_encrypted_platform() -> None:
    forget_hosts()
    client, device = (
        Client(HTTP_HOST="tangerhuette.rathaus.example"),
        SoftAuthenticator("http://tangerhuette.rathaus.example"),
    )
    sign_up(client, ANNA)
    add_passkey(client, device)
    assert Authenticator.objects.count() == 0
