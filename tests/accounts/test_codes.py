"""What a stranger can try with codes by e-mail, and why it doesn't help."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.email_codes import Tried, send_code, try_code
from rathaus.accounts.models import Account, EmailCode
from rathaus.core import clock
from rathaus.outbox.actions import NotWanted, compose
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, current_municipality
from tests.accounts.people import (
    CODE,
    FIRST_PASSKEY,
    ORIGIN,
    SIGN_IN,
    SIGN_UP,
    add_passkey,
    last_mail,
    mailed_code,
    sign_in_by_code,
    sign_in_by_passkey,
    sign_up,
    signed_in_as,
)
from tests.authenticator import SoftAuthenticator
from tests.cast import ANNA, BILAL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_town(town: Municipality) -> None:
    """All of this happens in Tangerhütte."""


@pytest.fixture
def anna() -> Account:
    return Account.objects.create_user(ANNA.email, name=ANNA.name, verified=True)


def stranger(address: str = "203.0.113.9") -> Client:
    return Client(HTTP_HOST="tangerhuette.localhost", REMOTE_ADDR=address)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_opens_only_the_browser_that_asked(portal: Client, anna: Account) -> None:
    portal.post(SIGN_IN, {"login": ANNA.email})
    code = mailed_code(ANNA.email)
    other = stranger()
    other.post(SIGN_IN, {"login": BILAL.email})
    other.post(CODE, {"code": code})
    assert signed_in_as(other) is None
    portal.post(CODE, {"code": code})
    assert signed_in_as(portal) == ANNA.email


def test_a_browser_that_asked_for_nothing_is_sent_to_the_beginning(portal: Client) -> None:
    assert portal.post(CODE, {"code": "123456"}).headers["Location"] == SIGN_IN


def test_a_code_works_once(portal: Client, anna: Account) -> None:
    portal.post(SIGN_IN, {"login": ANNA.email})
    session, code = portal.cookies["sitzung"].value, mailed_code(ANNA.email)
    portal.post(CODE, {"code": code})
    twin = stranger()
    twin.cookies["sitzung"] = session
    assert twin.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    assert signed_in_as(twin) is None


def test_a_code_lasts_ten_minutes(portal: Client, anna: Account) -> None:
    now = clock.now()
    with clock.freeze(now):
        portal.post(SIGN_IN, {"login": ANNA.email})
        code = mailed_code(ANNA.email)
    with clock.freeze(now + timedelta(minutes=10)):
        page = portal.post(CODE, {"code": code})
        assert (page.status_code, signed_in_as(portal)) == (422, None)
        assert "gilt nicht mehr" in page.content.decode()
        with pytest.raises(NotWanted):  # a mail server that was away for long sends no useless code
            compose(last_mail(ANNA.email), current_municipality(), "<x@localhost>")


def test_five_wrong_codes_end_it(portal: Client, anna: Account) -> None:
    portal.post(SIGN_IN, {"login": ANNA.email})
    code = mailed_code(ANNA.email)
    for _ in range(5):
        assert portal.post(CODE, {"code": wrong(code)}).status_code == 422
    assert portal.post(CODE, {"code": code}).status_code == 422
    assert signed_in_as(portal) is None


def test_four_wrong_codes_and_the_right_one_sign_in(portal: Client, anna: Account) -> None:
    portal.post(SIGN_IN, {"login": ANNA.email})
    code = mailed_code(ANNA.email)
    for _ in range(4):
        portal.post(CODE, {"code": wrong(code)})
    portal.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert signed_in_as(portal) == ANNA.email


@pytest.mark.parametrize("typed", ["", "      ", "abc", "１２３４５６", "\x00", "1" * 5000, "' or 1=1"])
def test_what_is_no_code_signs_nobody_in(portal: Client, anna: Account, typed: str) -> None:
    portal.post(SIGN_IN, {"login": ANNA.email})
    assert portal.post(CODE, {"code": typed}).status_code == 422
    assert signed_in_as(portal) is None


def test_a_new_code_makes_the_old_one_void(portal: Client, anna: Account) -> None:
    portal.post(SIGN_IN, {"login": ANNA.email})
    old = mailed_code(ANNA.email)
    portal.post("/anmelden/code/neu/")
    new = mailed_code(ANNA.email)
    assert old != new
    portal.post(CODE, {"code": old})
    assert signed_in_as(portal) is None
    portal.post(CODE, {"code": new})
    assert signed_in_as(portal) == ANNA.email


def test_a_planted_session_never_becomes_signed_in(portal: Client, anna: Account) -> None:
    """The stranger asks in a session of their own, and plants its cookie in Anna's browser."""
    thief = stranger()
    thief.post(SIGN_IN, {"login": ANNA.email})
    portal.cookies["sitzung"] = thief.cookies["sitzung"].value
    portal.post(CODE, {"code": mailed_code(ANNA.email)})
    assert (signed_in_as(portal), signed_in_as(thief)) == (ANNA.email, None)


def test_the_owner_comes_in_whatever_a_stranger_burns(portal: Client, anna: Account) -> None:
    sign_in_by_code(portal, ANNA.email)
    device = SoftAuthenticator(ORIGIN)
    add_passkey(portal, device, FIRST_PASSKEY)
    thief = stranger()
    for _ in range(8):  # more than the stranger may
        thief.post(SIGN_IN, {"login": ANNA.email})
        for _ in range(6):
            thief.post(CODE, {"code": "000000"})
        sign_in_by_passkey(thief, device, origin="http://evil.example")
    assert thief.post(SIGN_IN, {"login": ANNA.email}).status_code == 429
    by_code, by_passkey = stranger("198.51.100.1"), stranger("198.51.100.2")
    sign_in_by_code(by_code, ANNA.email)
    sign_in_by_passkey(by_passkey, device)
    assert (signed_in_as(by_code), signed_in_as(by_passkey)) == (ANNA.email, ANNA.email)


def test_a_network_cannot_flood_a_mailbox(anna: Account) -> None:
    answers = [stranger().post(SIGN_IN, {"login": ANNA.email}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert OutgoingMail.objects.filter(to=ANNA.email).count() == 5


def test_a_network_guesses_sixty_codes_in_ten_minutes_and_no_more(anna: Account) -> None:
    statuses = []
    thief = stranger()
    for number in range(13):
        thief.post(SIGN_IN, {"login": f"n{number}@example.org"})
        statuses += [thief.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    assert (statuses.count(422), statuses.count(429)) == (60, 5)


def test_codes_of_yesterday_are_forgotten(anna: Account) -> None:
    with clock.freeze(clock.now() - timedelta(days=2)):
        send_code(ANNA.email, EmailCode.Purpose.SIGN_IN)
    send_code(BILAL.email, EmailCode.Purpose.SIGN_IN)
    assert [c.email for c in EmailCode.objects.all()] == [BILAL.email]


def test_a_code_is_no_longer_found_once_it_was_right(anna: Account) -> None:
    code = send_code(ANNA.email, EmailCode.Purpose.SIGN_IN)
    assert try_code(code.pk, mailed_code(ANNA.email))[0] == Tried.RIGHT
    assert try_code(code.pk, "000000")[0] == Tried.SPENT


def test_a_locked_account_is_told_so_only_with_the_code(portal: Client, anna: Account) -> None:
    Account.objects.filter(pk=anna.pk).update(is_active=False)
    assert portal.post(SIGN_IN, {"login": ANNA.email}).headers["Location"] == CODE
    done = portal.post(CODE, {"code": mailed_code(ANNA.email)})
    assert (done.headers["Location"], signed_in_as(portal)) == ("/anmelden/gesperrt/", None)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("way", ["sign in", "sign up"])
def test_the_way_on_leads_nowhere_else(portal: Client, anna: Account, target: str, way: str) -> None:
    done: Any = (
        sign_in_by_code(portal, ANNA.email, next=target) if way == "sign in" else sign_up(portal, BILAL, next=target)
    )
    assert "evil" not in done.headers["Location"]
    assert "alert" not in done.headers["Location"]


def test_the_way_on_survives_the_second_step(portal: Client, clara: Account) -> None:
    from tests.accounts.conftest import totp_code

    portal.post(SIGN_IN, {"login": clara.email, "next": "/leistungen/"})
    portal.post(CODE, {"code": mailed_code(clara.email)})
    done = portal.post("/anmelden/zweiter-schritt/", {"code": totp_code()})
    assert done.headers["Location"] == "/leistungen/"


def test_signing_up_while_signed_in_is_not_offered(portal: Client, anna: Account) -> None:
    sign_in_by_code(portal, ANNA.email)
    assert portal.get(SIGN_UP).status_code == 302


@pytest.mark.parametrize("word", ["x", "account_logout", "٣٣٣", "NUL\x00", "anmelden/"])
def test_a_way_on_that_is_no_address_is_none(portal: Client, anna: Account, word: str) -> None:
    signed_in = sign_in_by_code(portal, ANNA.email, next=word)
    assert signed_in.headers["Location"] == "/konto/"
    again: Any = portal.get("/konto/neu/", {"next": word})  # who is signed in already is sent on
    assert (again.status_code, again.headers["Location"]) == (302, "/konto/")
