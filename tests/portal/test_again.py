"""Applying again from the page of one's own case."""

from rathaus.cases.service import Draft
from rathaus.catalogue.service import get_offer, withdraw_offer

from .conftest import BASE, DOG, Person


def test_the_answers_are_there_and_the_first_open_question_is_asked(anna: Person) -> None:
    number = anna.apply()
    assert f'href="/vorgang/{number}/noch-einmal/"' in anna.get(f"/vorgang/{number}/").content.decode()
    assert "Neuen Antrag beginnen" in anna.get(f"/vorgang/{number}/noch-einmal/").content.decode()
    assert anna.post(f"/vorgang/{number}/noch-einmal/").headers["Location"] == BASE
    assert "Beispiel" in anna.get(f"{BASE}halter/").content.decode()
    assert Draft.objects.get(service_key=DOG, case=None).answers["hundename"]


def test_looking_begins_nothing_and_what_is_begun_is_pointed_out(anna: Person) -> None:
    number = anna.apply()
    anna.begin()
    before = Draft.objects.count()
    text = anna.get(f"/vorgang/{number}/noch-einmal/").content.decode()
    assert "Auf diesem Gerät haben Sie schon einen solchen Antrag angefangen." in text
    assert Draft.objects.count() == before


def test_an_outsider_copies_nothing(anna: Person, bilal: Person) -> None:
    number = anna.apply()
    before = Draft.objects.count()
    assert bilal.get(f"/vorgang/{number}/noch-einmal/").status_code == 404
    assert bilal.post(f"/vorgang/{number}/noch-einmal/").status_code == 404
    assert Draft.objects.count() == before


def test_a_withdrawn_service_says_so(anna: Person) -> None:
    number = anna.apply()
    offer = get_offer(DOG)
    assert offer is not None
    withdraw_offer(offer, by=None)
    text = anna.get(f"/vorgang/{number}/noch-einmal/").content.decode()
    assert "Diesen Antrag bieten wir nicht mehr online an." in text
    assert anna.post(f"/vorgang/{number}/noch-einmal/").headers["Location"].endswith("/noch-einmal/")
