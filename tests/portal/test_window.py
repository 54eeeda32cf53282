"""What somebody reads who comes too early, too late, or when all places are taken."""

from datetime import date, timedelta

import pytest

from rathaus.cases.service import Case, Draft
from rathaus.catalogue.service import Offer, Window, get_offer, take_place, withdraw_offer
from rathaus.core import clock

from .conftest import BASE, DOG, SUMMARY, Person


@pytest.fixture
def offer(anna: Person) -> Offer:
    found = get_offer(DOG)
    assert found is not None
    return found


def set_window(offer: Offer, window: Window) -> None:
    window.write_to(offer)
    offer.save()


def _closed_since_yesterday() -> Window:
    return Window(closes_on=clock.today() - timedelta(days=1))


def test_before_opening_the_start_page_says_when_and_offers_no_button(anna: Person, offer: Offer) -> None:
    set_window(offer, Window(opens_on=date(2099, 1, 15)))
    page = anna.get(BASE)
    assert "Sie können diesen Antrag ab dem 15. Januar 2099 stellen." in page.content.decode()
    assert 'method="post" action="/leistungen' not in page.content.decode()
    assert anna.post(BASE).status_code == 409
    assert Draft.objects.count() == 0


def test_while_open_it_says_until_when(anna: Person, offer: Offer) -> None:
    set_window(offer, Window(closes_on=date(2099, 1, 15)))
    assert "Sie können diesen Antrag bis zum 15. Januar 2099 stellen." in anna.get(BASE).content.decode()
    assert anna.begin() == f"{BASE}halter/"


def test_after_closing_what_was_begun_cannot_be_sent_and_is_kept(anna: Person, offer: Offer) -> None:
    anna.fill()
    set_window(offer, _closed_since_yesterday())
    before = Case.objects.count()
    for page in (anna.get(SUMMARY), anna.send()):
        text = page.content.decode()
        assert "Die Frist für diesen Antrag ist abgelaufen." in text
        assert "Ihre Angaben bleiben 30 Tage lang gespeichert." in text
        assert "Antrag absenden" not in text
    assert anna.send().status_code == 409
    assert Case.objects.count() == before
    assert "Beispiel" in anna.get(f"{BASE}halter/").content.decode()


def test_when_the_last_place_goes_while_somebody_types_they_are_told(anna: Person, offer: Offer) -> None:
    anna.fill()
    set_window(offer, Window(limit_count=1, limit_per="year"))
    take_place(offer)
    answer = anna.send()
    assert (answer.status_code, "Alle Plätze sind vergeben." in answer.content.decode()) == (409, True)


def test_a_withdrawn_service_says_so_and_finishes_what_was_begun(anna: Person, bilal: Person, offer: Offer) -> None:
    anna.fill()
    withdraw_offer(offer, by=None)
    page = bilal.get(BASE)
    assert "Diesen Antrag bieten wir nicht mehr online an." in page.content.decode()
    assert bilal.post(BASE).status_code == 409
    assert anna.send().headers["Location"].endswith("/eingang/")
