"""Save and return later: on another device, by a link that only its owner has."""

import re

import pytest

from rathaus.cases.codes import network_hash
from rathaus.cases.models import LinkMail
from rathaus.cases.service import Draft
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality

from .conftest import BASE, DOG, SUMMARY, Person

LATER = f"{BASE}spaeter-weitermachen/"
RESUME = "/antrag-fortsetzen/"


@pytest.fixture
def token(anna: Person) -> str:
    """Anna's, who filled in the first page and looked at her link."""
    anna.begin()
    anna.send_page("halter")
    found = re.search(r"/antrag-fortsetzen/#([0-9A-Z-]+)", anna.get(LATER).content.decode())
    assert found
    return found.group(1)


def test_the_link_opens_the_draft_on_another_device(token: str, bilal: Person) -> None:
    other_device = bilal
    assert other_device.post(RESUME, {"code": token}).headers["Location"] == BASE
    assert other_device.get(BASE).headers["Location"] == f"{BASE}hund/"
    assert "Beispiel" in other_device.get(f"{BASE}halter/").content.decode()


def test_both_devices_write_on_the_same_draft(token: str, anna: Person, bilal: Person) -> None:
    bilal.post(RESUME, {"code": token})
    bilal.post(f"{BASE}hund/", {"hundename": "Rex", "_go": "back"})
    assert "Rex" in anna.get(f"{BASE}hund/").content.decode()
    assert Draft.objects.filter(service_key=DOG).count() == 1


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000-0000-0000", "x" * 500, "' or 1=1 --", "\x00"])
def test_a_forged_code_opens_nothing(token: str, bilal: Person, code: str) -> None:
    answer = bilal.post(RESUME, {"code": code})
    assert answer.status_code == 422
    assert "Zu diesem Code gibt es keinen Antrag" in answer.content.decode()
    assert set(answer.cookies) <= {"csrf"}


def test_the_link_does_not_open_at_another_town_hall(token: str, thale: Municipality, other_portal: object) -> None:
    assert Person(other_portal).post(RESUME, {"code": token}).status_code == 422  # type: ignore[arg-type]


def test_the_link_alone_opens_nothing_and_the_page_tells_nothing(token: str, bilal: Person) -> None:
    page = bilal.get(RESUME)
    assert (page.status_code, page.headers["Cache-Control"].count("no-store")) == (200, 1)
    assert "data-code-from-link" in page.content.decode()


def test_without_a_draft_there_is_no_link(anna: Person) -> None:
    assert anna.get(LATER).headers["Location"] == BASE


def test_after_sending_the_link_leads_to_no_draft_and_no_receipt(token: str, anna: Person, bilal: Person) -> None:
    anna.fill()
    anna.send()
    answer = bilal.post(RESUME, {"code": token})
    assert (answer.status_code, "schon abgeschickt" in answer.content.decode()) == (409, True)
    assert set(answer.cookies) <= {"csrf"}


@pytest.mark.parametrize("cookie", ["antrag", "gesendet"])
def test_who_has_the_link_sees_nothing_of_what_was_sent_even_with_a_cookie_made_by_hand(
    token: str, anna: Person, bilal: Person, cookie: str
) -> None:
    anna.fill()
    anna.send("annas-key")
    bilal.client.cookies[f"{cookie}-{DOG}"] = token
    for way in (f"{BASE}schon-abgeschickt/", SUMMARY, f"{BASE}halter/", LATER, f"{BASE}entwurf-loeschen/"):
        answer = bilal.get(way, follow=True)
        assert "/vorgang/" not in answer.redirect_chain[-1][0], way
    assert bilal.send("another-key").headers["Location"] == BASE
    assert "vorgang" not in bilal.client.cookies


def test_the_device_that_did_not_send_is_told_that_it_was_sent(token: str, anna: Person, bilal: Person) -> None:
    told = "Ihr Entwurf ist schon abgeschickt, von einem anderen Gerät."
    bilal.client.cookies[f"antrag-{DOG}"] = token
    anna.fill()
    anna.send("annas-key")
    assert told in bilal.get(f"{BASE}halter/", follow=True).content.decode()
    assert told not in anna.get(BASE, follow=True).content.decode()


def test_another_draft_on_this_device_is_not_pushed_aside_unasked(token: str, bilal: Person) -> None:
    bilal.begin()
    asked = bilal.post(RESUME, {"code": token})
    assert (asked.status_code, "Den auf diesem Gerät" in asked.content.decode()) == (409, True)
    assert bilal.get(BASE).headers["Location"] == f"{BASE}halter/"
    bilal.post(RESUME, {"code": token, "_ersetzen": "ja"})
    assert bilal.get(BASE).headers["Location"] == f"{BASE}hund/"


def test_the_link_comes_by_email_and_the_address_is_kept_for_the_reminder(token: str, anna: Person) -> None:
    answer = anna.post(LATER, {"email": " anna@example.org "}, follow=True)
    assert "Der Link ist unterwegs an anna@example.org." in answer.content.decode()
    assert OutgoingMail.objects.filter(template="draft_link", to="anna@example.org").count() == 1
    assert Draft.objects.get(service_key=DOG, case=None).email == "anna@example.org"


def test_a_wrong_address_is_complained_about_and_the_fourth_email_refused(token: str, anna: Person) -> None:
    for wrong in ("", "anna", "a@b", "a" * 300 + "@example.org", "a@example.org\nBcc: b@example.org"):
        assert anna.post(LATER, {"email": wrong}).status_code == 422
    for _ in range(3):
        assert anna.post(LATER, {"email": "anna@example.org"}).status_code == 302
    assert "So viele Links verschicken wir nicht" in anna.post(LATER, {"email": "anna@example.org"}).content.decode()


def test_the_network_that_asks_is_counted(token: str, anna: Person) -> None:
    anna.post(LATER, {"email": "anna@example.org"})
    assert LinkMail.objects.get().network == network_hash("127.0.0.1")


def test_the_summary_leads_there_too(anna: Person) -> None:
    anna.fill()
    assert f'href="{LATER}"' in anna.get(SUMMARY).content.decode()
