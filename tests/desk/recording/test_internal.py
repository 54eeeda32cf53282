"""Services for staff: theirs alone, prefilled from their account, decided like others."""

import pytest
from django.test import Client

from rathaus.cases.models import Submission
from rathaus.cases.service import Case, Draft, TimelineEvent, access_code
from rathaus.catalogue.service import Offer
from tests import cast
from tests.cases import factories
from tests.desk.recording.conftest import TRIP, fill, send
from tests.walk import visible_text

pytestmark = pytest.mark.django_db
INTERNAL = f"/amt/intern/{TRIP}/"


def test_staff_find_it_at_the_desk(olga: Client, trip: Offer) -> None:
    assert f'href="{INTERNAL}"' in olga.get("/amt/intern/").content.decode()


@pytest.mark.parametrize("path", ["", "antrag/", "antrag/halter/", "antrag/pruefen-und-absenden/"])
def test_the_portal_knows_nothing_of_it(anonymous: Client, trip: Offer, path: str) -> None:
    address = f"/leistungen/{TRIP}/{path}"
    assert anonymous.get(address, follow=True).status_code == 404
    assert anonymous.post(address, follow=True).status_code in {404, 405}
    assert Draft.objects.count() == 0
    for page in ("/leistungen/", "/suche/?q=Dienstreise", "/sitemap.xml"):
        assert TRIP not in anonymous.get(page).content.decode()


def test_it_is_not_recorded_for_others_nor_others_through_it(clara: Client, trip: Offer) -> None:
    assert clara.get(f"/amt/aufnehmen/{TRIP}/").status_code == 404
    assert clara.post("/amt/intern/hund-anmelden/").status_code == 404
    assert TRIP not in clara.get("/amt/aufnehmen/").content.decode()


@pytest.mark.parametrize("outsider", ["theo", "bilal"], indirect=True)
def test_nobody_from_elsewhere_applies(outsider: Client, trip: Offer) -> None:
    assert outsider.get("/amt/intern/").status_code == 404
    assert outsider.post(INTERNAL).status_code == 404


def test_name_and_e_mail_are_there_marked_and_can_be_changed(olga: Client, trip: Offer) -> None:
    draft = str(olga.post(INTERNAL).headers["Location"])
    page = olga.get(f"{draft}halter/").content.decode()
    for value in ("Olga", "Ordnung", cast.OLGA.email):
        assert f'value="{value}"' in page
    assert page.count("Aus Ihrem Konto übernommen, Sie können es ändern.") == 3
    olga.post(
        f"{draft}halter/",
        {"halter.vorname": "Olga", "halter.nachname": "Muster", "email": cast.OLGA.email, "_go": "later"},
    )
    page = olga.get(f"{draft}halter/").content.decode()
    assert page.count("Aus Ihrem Konto übernommen, Sie können es ändern.") == 2


def test_the_unit_gets_it_with_the_account_that_applied(olga: Client, clara: Client, trip: Offer) -> None:
    draft = str(olga.post(INTERNAL).headers["Location"])
    fill(olga, draft)
    receipt = olga.get(send(olga, draft).headers["Location"])
    assert "Ihr Antrag ist angekommen" in visible_text(receipt.content.decode())
    case, sent = Case.objects.get(), Submission.objects.get()
    assert (sent.channel, sent.account, sent.staff) == (
        "internal",
        factories.staff(cast.OLGA).account,
        factories.staff(cast.OLGA),
    )
    page = visible_text(clara.get(f"/amt/vorgaenge/{case.number}/").content.decode())
    assert "Olga Ordnung hat den Antrag gesendet" in page


def test_who_applied_finds_it_again_with_its_state_and_the_way_to_it(
    olga: Client, clara: Client, trip: Offer
) -> None:
    draft = str(olga.post(INTERNAL).headers["Location"])
    fill(olga, draft)
    send(olga, draft)
    case = Case.objects.get()
    page = olga.get("/amt/intern/").content.decode()
    assert f"/vorgang/?nr={case.number}#{access_code(case)}" in page
    assert "Eingegangen" in visible_text(page)
    assert case.number not in clara.get("/amt/intern/").content.decode()


def test_nobody_works_on_what_they_applied_for_themselves(clara: Client, leo: Client, trip: Offer) -> None:
    draft = str(clara.post(INTERNAL).headers["Location"])
    fill(clara, draft)
    send(clara, draft)
    case = Case.objects.get()
    address = f"/amt/vorgaenge/{case.number}/"
    page = clara.get(address).content.decode()
    assert "Diesen Antrag haben Sie selbst gestellt: Bearbeiten muss ihn jemand anderes." in visible_text(page)
    assert "/uebernahme/" not in page
    typed = {"revision": str(case.revision), "ergebnis": "bestaetigen", "gruende": "Gern.", "notiz": "Hm"}
    for act, answer in {
        "uebernahme/": 404,
        "notiz/": 404,
        "entscheidung/": 422,
        "entscheidung/vorschau/": 422,
    }.items():
        assert clara.post(f"{address}{act}", typed).status_code == answer, act
    assert TimelineEvent.objects.filter(case=case).count() == case.revision
    assert leo.post(f"{address}uebernahme/", typed).status_code == 302
