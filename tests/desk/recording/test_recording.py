"""An application at the counter: the same form, the clerk as the one who recorded it."""

from datetime import timedelta

import pytest
from django.test import Client

from rathaus.cases.models import Submission
from rathaus.cases.service import Case, Draft, access_code
from rathaus.core import clock
from rathaus.outbox.models import OutgoingMail
from tests import cast
from tests.cases import factories
from tests.desk.recording.conftest import RECORD, begin, fill, send
from tests.portal.conftest import DOG
from tests.walk import visible_text

pytestmark = pytest.mark.django_db


def record(client: Client, channel: str = "counter") -> tuple[Case, str]:
    """A recorded dog, and the address of its receipt."""
    draft = begin(client, channel)
    fill(client, draft)
    receipt = client.get(send(client, draft).headers["Location"])
    assert receipt.status_code == 200
    return Case.objects.get(), receipt.request["PATH_INFO"]


def test_a_service_is_found_by_everyday_words(clara: Client) -> None:
    page = clara.get("/amt/aufnehmen/?q=hund").content.decode()
    assert f'href="{RECORD}"' in page
    assert "gewerbe-anmelden" not in page


def test_what_is_recorded_becomes_a_case_that_says_how_it_came_in_and_who_wrote_it_down(clara: Client) -> None:
    case, _ = record(clara, "phone")
    sent = Submission.objects.get(case=case)
    assert (sent.channel, sent.staff, sent.account) == ("phone", factories.staff(cast.CLARA), None)
    assert case.applicant_name == cast.ANNA.name
    page = visible_text(clara.get(f"/amt/vorgaenge/{case.number}/").content.decode())
    assert "Clara Clerk hat den Antrag am Telefon aufgenommen" in page


def test_the_receipt_has_the_code_that_opens_the_case(clara: Client, anonymous: Client) -> None:
    case, receipt = record(clara)
    assert access_code(case) in clara.get(receipt).content.decode()
    opened = anonymous.post("/vorgang/", {"nummer": case.number, "code": access_code(case)})
    page = visible_text(anonymous.get(opened.headers["Location"]).content.decode())
    assert "Wir haben Ihren Antrag am Schalter aufgenommen" in page
    assert "Clara" not in page


def test_the_code_is_shown_on_the_day_of_the_recording_only(clara: Client) -> None:
    case, receipt = record(clara)
    Case.objects.filter(pk=case.pk).update(submitted_at=clock.now() - timedelta(days=1))
    assert clara.get(receipt).status_code == 404


@pytest.mark.parametrize("outsider", ["olga", "leo", "theo", "bilal"], indirect=True)
def test_nobody_else_goes_on_with_what_a_clerk_began(clara: Client, outsider: Client) -> None:
    draft = begin(clara)
    fill(clara, draft)
    before = Draft.objects.get()
    for path in ("", "halter/", "pruefen-und-absenden/", "entwurf-loeschen/"):
        assert outsider.get(f"{draft}{path}").status_code == 404
    assert send(outsider, draft).status_code == 404
    assert outsider.post(f"{draft}halter/", {"halter.vorname": "Mallory"}).status_code == 404
    after = Draft.objects.get()
    assert (after.answers, after.case_id) == (before.answers, None)
    receipt = send(clara, draft).headers["Location"]
    assert outsider.get(receipt).status_code == 404
    assert outsider.get(receipt.replace("eingangs-beleg/", "eingangsbestaetigung.pdf")).status_code == 404


@pytest.mark.parametrize("outsider", ["theo", "bilal"], indirect=True)
def test_nobody_from_elsewhere_begins_one(outsider: Client) -> None:
    assert outsider.get("/amt/aufnehmen/").status_code == 404
    assert outsider.post(RECORD, {"kanal": "counter", "sprache": "de"}).status_code == 404
    assert Draft.objects.count() == 0


def test_a_clerk_of_another_unit_records_it_but_does_not_see_the_case(olga: Client) -> None:
    case, receipt = record(olga)
    assert case.unit.key == "buergerservice"
    assert olga.get(f"/amt/vorgaenge/{case.number}/").status_code == 404
    assert f"/amt/vorgaenge/{case.number}/" not in olga.get(receipt).content.decode()


@pytest.mark.parametrize("channel", ["online", "internal", "rauchzeichen", ""])
def test_a_channel_that_is_not_offered_begins_nothing(clara: Client, channel: str) -> None:
    assert clara.post(RECORD, {"kanal": channel, "sprache": "de"}).status_code == 422
    assert Draft.objects.count() == 0


def test_letters_stay_in_the_language_chosen_for_the_person(clara: Client) -> None:
    draft = begin(clara, sprache="en")
    fill(clara, draft)
    send(clara, draft)
    assert Case.objects.get().language == "en"


def test_sending_twice_makes_one_case(clara: Client) -> None:
    draft = begin(clara)
    fill(clara, draft)
    assert send(clara, draft).headers["Location"] == send(clara, draft).headers["Location"]
    assert Case.objects.count() == 1


def test_what_was_begun_is_listed_until_it_is_sent_or_thrown_away(clara: Client) -> None:
    first, second = begin(clara), begin(clara, "letter")
    page = clara.get("/amt/aufnehmen/").content.decode()
    assert first in page
    assert second in page
    clara.post(f"{first}entwurf-loeschen/")
    fill(clara, second)
    send(clara, second)
    page = clara.get("/amt/aufnehmen/").content.decode()
    assert first not in page
    assert second not in page


def test_an_e_mail_goes_to_who_left_an_address(clara: Client) -> None:
    record(clara)
    assert [mail.to for mail in OutgoingMail.objects.filter(template="case_received")] == [cast.ANNA.email]


def test_a_draft_of_the_desk_opens_with_no_token(clara: Client, anonymous: Client) -> None:
    begin(clara)
    anonymous.cookies[f"antrag-{DOG}"] = Draft.objects.get().token_hash
    assert anonymous.get(f"/leistungen/{DOG}/antrag/halter/").status_code == 302
