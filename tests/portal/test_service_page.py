"""The service page by kind: a form, an appointment, a way elsewhere; and the page in Leichte Sprache."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rathaus.catalogue.service import Offer, get_offer, publish
from rathaus.core import clock
from tests.catalogue.changing import changed_version

from .conftest import DOG, Person

PAGE = f"/leistungen/{DOG}/"
APPLY = f'href="{PAGE}antrag/"'
LINK = {"key": "seite", "type": "url", "default": "https://www.kreis.example/hunde"}
PLAIN = {
    "title": "Hund anmelden",
    "summary": "Sie haben einen Hund.",
    "description": ["Für einen Hund müssen Sie Hunde·steuer zahlen.", "Der erste Hund kostet {steuer_erster_hund}."],
    "procedure": ["Sie füllen das Formular aus."],
    "contact": ["Wir helfen Ihnen gern."],
}


def dog() -> Offer:
    offer = get_offer(DOG)
    assert offer is not None
    return offer


def publish_changed(change: Callable[[dict[str, Any]], Any]) -> None:
    publish(dog(), changed_version(dog(), change), by=None)


def without_form(content: dict[str, Any], *, kind: str, link: str | None) -> None:
    content.update(kind=kind, form=None, process=None, applicant=None, notices={}, examples={}, link=link)
    content["parameters"].append(LINK)
    for texts in content["texts"].values():
        texts.update(pages={}, fields={}, outcomes={}, fees={}, link_label="Zum Kreis" if link else "")
        texts["parameters"]["seite"] = "Seite"


def text_of(anna: Person, path: str = PAGE) -> str:
    return str(anna.get(path).content.decode())


def test_a_form_is_one_click_away(anna: Person) -> None:
    text = text_of(anna)
    assert APPLY in text
    assert "Jetzt online erledigen" in text


def test_only_a_service_told_in_plain_language_leads_there(anna: Person) -> None:
    assert "/leicht/" in text_of(anna)
    publish_changed(lambda content: content.update(plain=None))
    assert "/leicht/" not in text_of(anna)


def test_topics_and_situations_lead_on(anna: Person) -> None:
    assert 'href="/leistungen/thema/tiere/"' in text_of(anna)


def test_information_names_the_site_it_leads_to(anna: Person) -> None:
    publish_changed(lambda content: without_form(content, kind="information", link="seite"))
    text = text_of(anna)
    assert "auf <strong>kreis.example</strong>. Sie verlassen dafür unsere Seiten." in text
    assert 'href="https://www.kreis.example/hunde"' in text
    assert "Zum Kreis" in text
    assert APPLY not in text


def test_information_without_a_site_leads_to_people(anna: Person) -> None:
    publish_changed(lambda content: without_form(content, kind="information", link=None))
    text = text_of(anna)
    assert "Das erledigen Sie nicht online." in text
    assert 'href="tel:' in text


@pytest.mark.parametrize("link", [None, "seite"])
def test_an_appointment_is_asked_for_by_phone_or_elsewhere(anna: Person, link: str | None) -> None:
    publish_changed(lambda content: without_form(content, kind="appointment", link=link))
    text = text_of(anna)
    assert "So bekommen Sie einen Termin" in text
    assert "Das bringen Sie mit" in text
    assert f"tel:{dog().unit.phone.replace(' ', '')}" in text
    assert ("kreis.example" in text) == (link is not None)
    assert APPLY not in text


def test_a_closed_offer_says_when_it_opens_and_has_no_button(anna: Person) -> None:
    offer = dog()
    offer.opens_on = clock.today() + timedelta(days=10)
    offer.save()
    text = text_of(anna)
    assert "Sie können diesen Antrag ab dem" in text
    assert APPLY not in text


def test_a_begun_application_stays_within_reach(anna: Person) -> None:
    anna.begin()
    offer = dog()
    offer.opens_on = clock.today() + timedelta(days=10)
    offer.save()
    assert "Antrag fortsetzen" in text_of(anna)


def test_leichte_sprache_is_linked_both_ways_and_german(anna: Person) -> None:
    publish_changed(lambda content: content.update(plain=PLAIN))
    assert f'href="{PAGE}leicht/" hreflang="de"' in text_of(anna)
    plain = text_of(anna, f"{PAGE}leicht/")
    assert f'href="{PAGE}"' in plain
    assert '<article class="plaintext" lang="de">' in plain
    assert "<li>Für einen Hund müssen Sie Hunde·steuer zahlen.</li>" in plain
    assert "<li>Der erste Hund kostet 48,00" in plain
    assert APPLY in plain
    anna.post("/-/sprache/", {"language": "en", "next": "/"})
    assert "Hunde·steuer" in text_of(anna, f"{PAGE}leicht/")


def test_without_leichte_sprache_there_is_no_such_page(anna: Person) -> None:
    publish_changed(lambda content: content.update(plain=None, retention_years=12))
    assert anna.get(f"{PAGE}leicht/").status_code == 404


def test_the_last_day_is_told_where_there_is_one(anna: Person) -> None:
    def change(content: dict[str, Any]) -> None:
        content["texts"]["de"]["period"] = "Innerhalb von 14 Tagen."

    publish_changed(change)
    assert "<dt>Bis wann</dt><dd>Innerhalb von 14 Tagen.</dd>" in text_of(anna)


@pytest.mark.parametrize("kind", ["information", "appointment"])
def test_what_has_no_form_can_not_be_begun(anna: Person, kind: str) -> None:
    publish_changed(lambda content: without_form(content, kind=kind, link=None))
    for answer in (anna.get(f"{PAGE}antrag/"), anna.post(f"{PAGE}antrag/")):
        assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
