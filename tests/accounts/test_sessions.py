"""Where one is signed in: listed for its owner at all town halls, and ended there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.accounts.models import Account, OpenSession
from rathaus.core import clock
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests.accounts.people import signed_in_as
from tests.cast import ANNA, BILAL
from tests.signing_in import sign_in_session

pytestmark = pytest.mark.django_db
PAGE = "/anmelden/sicherheit/geraete/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
)
EDGE = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0"


@pytest.fixture(autouse=True)
def people(town: Municipality, thale: Municipality) -> dict[str, Account]:
    return {p.email: Account.objects.create_user(p.email, name=p.name, verified=True) for p in (ANNA, BILAL)}


def browser(email: str, host: str = "tangerhuette.localhost", agent: str = FIREFOX) -> Client:
    """Signed in by code."""
    from rathaus.tenancy.service import Municipality, scope
    from tests.accounts.people import CODE, SIGN_IN, mailed_code

    client = Client(HTTP_HOST=host, HTTP_USER_AGENT=agent)
    client.post(SIGN_IN, {"login": email})
    with scope(Municipality.objects.get(key=host.partition(".")[0])):
        code = mailed_code(email)
    client.post(CODE, {"code": code})
    assert signed_in_as(client) == email
    return client


def keys(email: str) -> list[str]:
    return [str(pk) for pk in OpenSession.objects.filter(account__email=email).values_list("pk", flat=True)]


def test_devices_are_named_with_their_town_hall_and_this_one_is_marked() -> None:
    browser(ANNA.email, "thale.localhost", IPHONE)
    browser(ANNA.email, agent=EDGE)
    page = browser(ANNA.email).get(PAGE).content.decode()
    assert [words in page for words in ("Safari auf iPhone", "Edge auf Linux", "Firefox auf Windows")] == [True] * 3
    assert ("thale.localhost" in page, page.count("Dieses Gerät"), page.count("/abmelden/")) == (True, 1, 4)


def test_the_list_costs_the_same_for_one_and_three() -> None:
    client = browser(ANNA.email)
    counts = []
    for _ in range(2):
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
        browser(ANNA.email), browser(ANNA.email)
    assert counts == [11, 11]


def test_one_is_ended_and_only_that_one() -> None:
    here, there = browser(ANNA.email), browser(ANNA.email, "thale.localhost")
    key = OpenSession.objects.get(host="thale.localhost").pk
    assert here.post(f"{PAGE}{key}/abmelden/").headers["Location"] == PAGE
    assert (signed_in_as(here), signed_in_as(there)) == (ANNA.email, None)


def test_all_others_are_ended() -> None:
    here, there, bilal = browser(ANNA.email), browser(ANNA.email, "thale.localhost"), browser(BILAL.email)
    here.post(f"{PAGE}andere/abmelden/")
    assert [signed_in_as(c) for c in (here, there, bilal)] == [ANNA.email, None, BILAL.email]


def test_all_are_ended_here_too() -> None:
    here, there, bilal = browser(ANNA.email), browser(ANNA.email, "thale.localhost"), browser(BILAL.email)
    assert here.post(f"{PAGE}alle/abmelden/").headers["Location"] == "/anmelden/"
    assert [signed_in_as(c) for c in (here, there, bilal)] == [None, None, BILAL.email]


def test_nobody_sees_or_ends_somebody_elses() -> None:
    anna, bilal = browser(ANNA.email), browser(BILAL.email, agent=IPHONE)
    assert "Firefox" not in bilal.get(PAGE).content.decode()
    (key,) = keys(ANNA.email)
    assert bilal.post(f"{PAGE}{key}/abmelden/").status_code == 404
    assert signed_in_as(anna) == ANNA.email


@pytest.mark.parametrize("page", ["", "andere/abmelden/", "alle/abmelden/"])
def test_strangers_are_asked_to_sign_in(portal: Client, page: str) -> None:
    ask = portal.post if page else portal.get
    assert ask(f"{PAGE}{page}").headers["Location"].startswith("/anmelden/?next=")


def test_signing_out_takes_it_off_the_list() -> None:
    here, there = browser(ANNA.email), browser(ANNA.email, agent=IPHONE)
    there.post("/anmelden/abmelden/")
    assert (signed_in_as(there), "iPhone" in here.get(PAGE).content.decode()) == (None, False)


def test_what_has_expired_is_not_listed() -> None:
    here = browser(ANNA.email)
    browser(ANNA.email, agent=IPHONE)
    key = OpenSession.objects.get(system="iPhone").session_key
    Session.objects.filter(session_key=key).update(expire_date=clock.now() - timedelta(minutes=1))
    assert "iPhone" not in here.get(PAGE).content.decode()


def test_use_is_noted_every_five_minutes() -> None:
    here, begun = browser(ANNA.email), clock.now()
    for minutes, noted in ((1, 0), (6, 6), (8, 6), (12, 12)):
        with clock.freeze(begun + timedelta(minutes=minutes)):
            here.get(PAGE)
        assert round((OpenSession.objects.get().last_used_at - begun).total_seconds() / 60) == noted


def test_a_new_password_keeps_the_session_on_the_list_and_ends_the_others() -> None:
    here, there = browser(ANNA.email), browser(ANNA.email, agent=IPHONE)
    typed = {"password1": "Drei-Worte-Reichen", "password2": "Drei-Worte-Reichen"}
    assert here.post("/anmelden/passwort/festlegen/", typed).status_code == 302
    assert (signed_in_as(here), here.get(PAGE).content.decode().count("Dieses Gerät")) == (ANNA.email, 1)
    assert there.get(PAGE).headers["Location"].startswith("/anmelden/")


def test_a_session_made_without_the_pages_is_listed_too(people: dict[str, Account]) -> None:
    client = Client(HTTP_HOST="tangerhuette.localhost")
    sign_in_session(client, people[ANNA.email], second_factor=False)
    assert "Unbekanntes Gerät" in client.get(PAGE).content.decode()


def test_a_visitor_costs_nothing_more(portal: Client) -> None:
    portal.get("/")
    with CaptureQueriesContext(connection) as queries:
        page = portal.get("/").content.decode()
    assert [q["sql"] for q in queries if "session" in q["sql"] or "accounts_account" in q["sql"]] == []
    assert 'href="/anmelden/"' in page


def test_the_name_stands_at_the_top_of_each_page() -> None:
    page = browser(ANNA.email).get("/leistungen/").content.decode()
    assert (ANNA.name in page, 'href="/anmelden/?next' in page) == (True, False)


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/leistungen/",
        "/anmelden/sicherheit/",
        "/anmelden/sicherheit/name/",
        PAGE,
        "/anmelden/passwort/festlegen/",
    ],
)
def test_no_cache_keeps_a_page_with_a_name_on_it(page: str) -> None:
    answer = browser(ANNA.email).get(page)
    assert (ANNA.name in answer.content.decode(), answer.headers["Cache-Control"]) == (True, "no-store")


def test_pages_without_a_name_may_be_kept(portal: Client) -> None:
    assert "Cache-Control" not in portal.get("/leistungen/").headers


def test_a_code_is_sent_again_after_another_device_has_changed_the_address() -> None:
    here = browser(ANNA.email)
    assert here.post("/anmelden/bestaetigen/code/").headers["Location"] == "/anmelden/code/"
    Account.objects.filter(email=ANNA.email).update(email="neu@example.org")
    assert here.post("/anmelden/code/neu/").headers["Location"] == "/anmelden/code/"
    assert OutgoingMail.objects.filter(to="neu@example.org", template="code_confirm").count() == 1
