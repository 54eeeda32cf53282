"""What people change about their own account: name, telephone, address; and that a found session changes nothing."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from rathaus.accounts.models import Account
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests.accounts.people import CODE, last_mail, mailed_code, sign_in_by_code, signed_in_as, text_of
from tests.cast import ANNA, BILAL, PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/anmelden/sicherheit/"
NEW = "anna.neu@example.org"


@pytest.fixture(autouse=True)
def anna(town: Municipality) -> Account:
    Account.objects.create_user(BILAL.email, name=BILAL.name, verified=True)
    return Account.objects.create_user(ANNA.email, name=ANNA.name, verified=True)


@pytest.fixture
def signed_in(portal: Client) -> Client:
    sign_in_by_code(portal, ANNA.email)
    return portal


def let_time_pass(client: Client) -> None:
    """The sign-in of this session was half an hour ago."""
    session = client.session
    records = [{**r, "at": time.time() - 1800} for r in session["account_authentication_methods"]]
    session["account_authentication_methods"] = records
    session.save()


def test_the_name_changes(signed_in: Client, anna: Account) -> None:
    signed_in.post(f"{PAGE}name/", {"name": " Anna  Beispiel-Öztürk "})
    anna.refresh_from_db()
    assert anna.name == "Anna Beispiel-Öztürk"
    assert "Anna Beispiel-Öztürk" in signed_in.get("/").content.decode()


@pytest.mark.parametrize("name", ["", "   ", "A" * 201, "\u202e"])
def test_a_name_is_needed(signed_in: Client, anna: Account, name: str) -> None:
    assert signed_in.post(f"{PAGE}name/", {"name": name}).status_code == 422
    anna.refresh_from_db()
    assert anna.name == ANNA.name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03935 12345", "+49393512345"),
        ("+49 (0) 3935 / 12345", "+49393512345"),
        ("0043 1 5880000", "+4315880000"),
        ("0151 23456789", "+4915123456789"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_kept_as_the_network_writes_it(
    signed_in: Client, anna: Account, typed: str, kept: str
) -> None:
    signed_in.post(f"{PAGE}telefon/", {"phone": typed})
    anna.refresh_from_db()
    assert anna.phone == kept


@pytest.mark.parametrize("typed", ["12", "keine", "+49 3935 12345 ext. 7", "+99 123456789", "0" * 41, "\x00"])
def test_what_is_no_number_is_refused(signed_in: Client, anna: Account, typed: str) -> None:
    assert signed_in.post(f"{PAGE}telefon/", {"phone": typed}).status_code == 422
    anna.refresh_from_db()
    assert anna.phone == ""


def test_the_address_changes_with_a_code_to_the_new_one_and_the_old_one_is_told(
    signed_in: Client, anna: Account
) -> None:
    signed_in.post(f"{PAGE}email/", {"email": "Anna.Neu@example.org"})
    anna.refresh_from_db()
    assert anna.email == ANNA.email
    signed_in.post(CODE, {"code": mailed_code(NEW)})
    anna.refresh_from_db()
    assert anna.email == NEW
    assert list(EmailAddress.objects.filter(user=anna).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    subject, body = text_of(last_mail(ANNA.email))
    assert (subject, NEW in body) == ("Ihr Konto hat eine neue E-Mail-Adresse", False)
    assert signed_in_as(signed_in) == NEW


def test_an_address_of_somebody_else_tells_only_its_owner(signed_in: Client, anna: Account) -> None:
    free = signed_in.post(f"{PAGE}email/", {"email": NEW})
    free_page = signed_in.get(CODE).content.decode().replace(NEW, "…")
    taken = signed_in.post(f"{PAGE}email/", {"email": BILAL.email})
    taken_page = signed_in.get(CODE).content.decode().replace(BILAL.email, "…")
    main = [page.partition("<main")[2].partition("csrfmiddlewaretoken")[0] for page in (free_page, taken_page)]
    assert (free.headers["Location"], main[0]) == (taken.headers["Location"], main[1])
    assert text_of(last_mail(BILAL.email))[0] == "Diese Adresse gehört schon zu einem Konto"
    for code in ("000000", "123456"):
        assert signed_in.post(CODE, {"code": code}).status_code == 422
    assert Account.objects.get(pk=anna.pk).email == ANNA.email


def test_an_address_that_was_taken_meanwhile_stays_with_who_was_first(signed_in: Client, anna: Account) -> None:
    signed_in.post(f"{PAGE}email/", {"email": NEW})
    code = mailed_code(NEW)
    Account.objects.create_user(NEW, name="Schneller", verified=True)
    signed_in.post(CODE, {"code": code})
    assert (Account.objects.get(pk=anna.pk).email, Account.objects.get(email=NEW).name) == (ANNA.email, "Schneller")


def test_a_code_to_change_an_address_changes_nobody_elses(signed_in: Client, anna: Account) -> None:
    """Anna asks, signs out, and Bilal signs in at the same browser."""
    signed_in.post(f"{PAGE}email/", {"email": NEW})
    code = mailed_code(NEW)
    state = signed_in.session["email_code"]
    signed_in.post("/anmelden/abmelden/")
    sign_in_by_code(signed_in, BILAL.email)
    session = signed_in.session
    session["email_code"] = state
    session.save()
    signed_in.post(CODE, {"code": code})
    assert set(Account.objects.filter(email__in=[ANNA.email, BILAL.email, NEW]).values_list("email", flat=True)) == {
        ANNA.email,
        BILAL.email,
    }


@pytest.mark.parametrize(
    "page", ["sicherheit/email/", "sicherheit/passkeys/neu/", "sicherheit/app/", "passwort/festlegen/"]
)
def test_a_session_found_open_changes_nothing_without_the_mailbox(signed_in: Client, page: str) -> None:
    assert signed_in.get(f"/anmelden/{page}").status_code == 200
    let_time_pass(signed_in)
    sent = signed_in.get(f"/anmelden/{page}").headers["Location"]
    assert sent.startswith("/anmelden/bestaetigen/code/?next=")
    assert (
        signed_in.post(f"/anmelden/{page}", {"email": NEW})
        .headers["Location"]
        .startswith("/anmelden/bestaetigen/code/")
    )
    signed_in.post(sent, {"next": f"/anmelden/{page}"})
    done = signed_in.post(CODE, {"code": mailed_code(ANNA.email)})
    assert done.headers["Location"] == f"/anmelden/{page}"
    assert signed_in.get(f"/anmelden/{page}").status_code == 200


def test_with_a_password_it_is_asked_for(portal: Client, anna: Account) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    portal.post("/anmelden/", {"login": ANNA.email, "password": PASSWORD})
    assert portal.get(f"{PAGE}email/").headers["Location"].startswith("/anmelden/bestaetigen/?next=")
    let_time_pass(portal)
    assert portal.get(f"{PAGE}passkeys/neu/").headers["Location"].startswith("/anmelden/bestaetigen/?next=")


@pytest.mark.parametrize("page", ["name/", "telefon/", "email/", "geraete/", ""])
def test_strangers_are_asked_to_sign_in(portal: Client, page: str) -> None:
    assert portal.get(f"{PAGE}{page}").headers["Location"].startswith("/anmelden/?next=")


def test_citizens_read_nothing_of_a_desk(signed_in: Client) -> None:
    page = signed_in.get(PAGE).content.decode()
    assert "Arbeitsplatz" not in page.partition("<main")[2].partition("</main>")[0]
    assert OutgoingMail.objects.count() == 1
