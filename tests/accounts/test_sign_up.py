"""Signing up with name, address and code, and signing in with a code."""

import re
import unicodedata

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from rathaus.accounts.models import Account, EmailCode
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
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
    sign_up,
    signed_in_as,
    text_of,
)
from tests.authenticator import SoftAuthenticator
from tests.cast import ANNA, BILAL, CLARA, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_town(town: Municipality) -> None:
    """All of this happens in Tangerhütte."""


def test_name_address_and_code_make_an_account(portal: Client) -> None:
    asked = portal.post(SIGN_UP, {"name": ANNA.name, "email": "Anna@Example.ORG"})
    assert (asked.status_code, asked.headers["Location"]) == (302, CODE)
    assert Account.objects.filter(email=ANNA.email).count() == 0
    done = portal.post(CODE, {"code": mailed_code(ANNA.email)})
    assert (done.status_code, done.headers["Location"]) == (302, FIRST_PASSKEY)
    assert signed_in_as(portal) == ANNA.email
    account = Account.objects.get(email=ANNA.email)
    assert (account.name, account.has_usable_password()) == (ANNA.name, False)
    assert list(EmailAddress.objects.filter(user=account).values_list("email", "verified", "primary")) == [
        (ANNA.email, True, True)
    ]
    assert EmailCode.objects.count() == 0


def test_a_passkey_follows_then_codes_for_an_emergency_then_the_way_one_came(portal: Client) -> None:
    done = sign_up(portal, ANNA, next="/leistungen/hund-anmelden/")
    page = done.headers["Location"]
    assert page == f"{FIRST_PASSKEY}?next=%2Fleistungen%2Fhund-anmelden%2F"
    assert 'href="/leistungen/hund-anmelden/"' in portal.get(page).content.decode()  # later
    made = add_passkey(portal, SoftAuthenticator(ORIGIN), page, next="/leistungen/hund-anmelden/")
    assert made.headers["Location"] == "/anmelden/sicherheit/codes/?next=%2Fleistungen%2Fhund-anmelden%2F"
    codes = portal.get(made.headers["Location"]).content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10
    assert 'href="/leistungen/hund-anmelden/"' in codes
    assert [str(a) for a in Authenticator.objects.filter(type="webauthn")] == ["Mein Telefon"]


def test_a_code_signs_in_whoever_has_an_account(portal: Client, other_browser: Client) -> None:
    sign_up(portal, ANNA)
    done = sign_in_by_code(other_browser, ANNA.email, next="/leistungen/")
    assert (done.headers["Location"], signed_in_as(other_browser)) == ("/leistungen/", ANNA.email)


def test_an_account_works_at_every_town_hall(portal: Client, other_portal: Client, thale: Municipality) -> None:
    sign_up(portal, ANNA)
    other_portal.post(SIGN_IN, {"login": ANNA.email})
    from rathaus.tenancy.service import scope

    with scope(thale):
        code = mailed_code(ANNA.email)
    other_portal.post(CODE, {"code": code})
    assert signed_in_as(other_portal) == ANNA.email
    assert Account.objects.filter(email=ANNA.email).count() == 1


def test_an_address_without_account_gets_one_after_its_code(portal: Client) -> None:
    done = sign_in_by_code(portal, BILAL.email, next="/leistungen/")
    assert done.headers["Location"] == "/konto/neu/name/"
    assert signed_in_as(portal) is None
    named = portal.post("/konto/neu/name/", {"name": BILAL.name})
    assert named.headers["Location"] == f"{FIRST_PASSKEY}?next=%2Fleistungen%2F"
    assert (signed_in_as(portal), Account.objects.get(email=BILAL.email).name) == (BILAL.email, BILAL.name)


def test_nobody_names_an_account_without_a_code(portal: Client) -> None:
    assert portal.post("/konto/neu/name/", {"name": "Wer Auch Immer"}).headers["Location"] == SIGN_UP
    assert Account.objects.filter(name="Wer Auch Immer").count() == 0


def test_signing_up_twice_leads_into_the_account_that_is_there(portal: Client, other_browser: Client) -> None:
    sign_up(portal, ANNA)
    other_browser.post(SIGN_UP, {"name": "Ganz Anders", "email": ANNA.email})
    assert text_of(last_mail(ANNA.email))[0] == "Sie haben schon ein Konto im Rathaus"
    other_browser.post(CODE, {"code": mailed_code(ANNA.email)})
    assert signed_in_as(other_browser) == ANNA.email
    assert [a.name for a in Account.objects.filter(email=ANNA.email)] == [ANNA.name]


def test_the_mail_names_nobody_and_its_subject_holds_no_code(portal: Client) -> None:
    portal.post(SIGN_UP, {"name": ANNA.name, "email": ANNA.email})
    mail = last_mail(ANNA.email)
    subject, body = text_of(mail)
    code = mailed_code(ANNA.email)
    assert subject == "Ihr Code für das neue Konto im Rathaus"
    assert [ANNA.name in body, "Anna" in body, code in str(mail.context), body.count(code)] == [
        False,
        False,
        False,
        1,
    ]


def test_the_mail_speaks_the_language_of_the_page(portal: Client) -> None:
    portal.post(SIGN_UP, {"name": ANNA.name, "email": ANNA.email}, headers={"accept-language": "en"})
    assert text_of(last_mail(ANNA.email))[0] == "Your code for the new town hall account"


def test_staff_without_a_second_factor_reach_no_desk_by_code(portal: Client) -> None:
    sign_in_by_code(portal, CLARA.email)
    assert signed_in_as(portal) == CLARA.email
    assert portal.get("/amt/").headers["Location"] == "/anmelden/sicherheit/"


def test_an_app_is_asked_for_after_the_code(portal: Client, clara: Account) -> None:
    done = sign_in_by_code(portal, CLARA.email)
    assert done.headers["Location"] == "/anmelden/zweiter-schritt/"
    assert signed_in_as(portal) is None


# Every letter of DIN 91379:2022 that is not a plain one, the sequences of base and combining character included.
_SEQUENCES = (
    "A̋ C̀ C̄ C̆ C̈ C̕ C̣ C̦ C̨̆ D̂ F̀ F̄ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ K͟H K͟h L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐ N̂ N̄ N̆ N̦ P̀ P̄ "
    "P̕ P̣ R̆ R̥ R̥̄ S̀ S̄ S̛̄ S̱ T̀ T̄ T̈ T̕ T̛ U̇ Z̀ Z̄ Z̆ Z̈ Z̧ a̋ c̀ c̄ c̆ c̈ c̕ c̣ c̦ c̨̆ d̂ f̀ f̄ g̀ h̦ j́ k̀ k̂ k̄ k̇ k̕ k̛ k̦ k͟h l̂ l̥ l̥̄ l̦ "
    "m̀ m̂ m̆ m̐ n̂ n̄ n̆ n̦ p̀ p̄ p̕ p̣ r̆ r̥ r̥̄ s̀ s̄ s̛̄ s̱ t̀ t̄ t̕ t̛ u̇ z̀ z̄ z̆ z̈ z̧ Ç̆ ç̆ Û̄ û̄ ß̄"
)
_LETTERS = "".join(
    chr(n) for n in [*range(0xC0, 0x180), 0x18F, 0x197, *range(0x1A0, 0x1B1), *range(0x1CD, 0x21C), 0x259]
)
_MORE = "".join(chr(n) for n in range(0x1E00, 0x1EFA)) + "ʰʳʹʺʾʿˆˈˌ‘’‡′″'-.,`~´·"


@pytest.mark.parametrize("name", [_SEQUENCES, _LETTERS[:190], _LETTERS[190:], _MORE[:150], _MORE[150:]])
def test_every_letter_of_din_91379_is_kept(portal: Client, name: str) -> None:
    for number in range(0, len(name), 150):
        part = name[number : number + 150].strip()
        person = Person(part, f"n{number}@example.org")
        browser = Client(HTTP_HOST="tangerhuette.localhost")
        sign_up(browser, person)
        assert Account.objects.get(email=person.email).name == unicodedata.normalize("NFC", " ".join(part.split()))


def test_markup_in_a_name_is_text(portal: Client) -> None:
    sign_up(portal, Person("<script>alert(1)</script>", ANNA.email))
    page = portal.get("/").content.decode()
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Anna", "anna@example.org\r\nBcc: alle@example.org"),
        ("Anna", "anna@example.org\nSubject: x"),
        ("Anna", "anna@example.org,bilal@example.org"),
        ("Anna", "Anna <anna@example.org>"),
        ("Anna", "anna@"),
        ("Anna", "@example.org"),
        ("Anna", f"{'a' * 250}@example.org"),
        ("Anna", "anna@\x00example.org"),
        ("", "anna@example.org"),
        ("A" * 201, "anna@example.org"),
        ("\u202e\x07", "anna@example.org"),
    ],
)
def test_what_is_no_name_or_address_sends_nothing(portal: Client, name: str, email: str) -> None:
    assert portal.post(SIGN_UP, {"name": name, "email": email}).status_code == 422
    assert OutgoingMail.objects.count() == 0


def test_line_breaks_in_a_name_reach_no_header(portal: Client) -> None:
    portal.post(SIGN_UP, {"name": "Anna\r\nBcc: alle@example.org", "email": ANNA.email})
    mail = last_mail(ANNA.email)
    assert (mail.to, "Bcc" in str(text_of(mail))) == (ANNA.email, False)
    portal.post(CODE, {"code": mailed_code(ANNA.email)})
    assert Account.objects.get(email=ANNA.email).name == "Anna Bcc: alle@example.org"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ANNA@Bücher.Example", "anna@xn--bcher-kva.example"),
        ("anna@faß.de", "anna@xn--fa-hia.de"),  # not fass.de, which is somebody else's
        (" Anna@EXAMPLE.org ", "anna@example.org"),
    ],
)
def test_one_mailbox_has_one_spelling(portal: Client, typed: str, kept: str) -> None:
    portal.post(SIGN_UP, {"name": "Anna", "email": typed})
    assert OutgoingMail.objects.get().to == kept
