"""Home, search, A to Z, the service page, and the pages of text."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from rathaus.catalogue.service import missed_searches
from rathaus.core import clock
from rathaus.outbox.models import OutgoingMail

from .conftest import BASE, DOG, Person

PAGES = ["/", "/suche/", "/leistungen/", f"/leistungen/{DOG}/", BASE, "/vorgang/", "/impressum/", "/datenschutz/",
         "/barrierefreiheit/", "/barriere-melden/"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_each_page_names_the_municipality_and_has_one_heading(anna: Person, path: str) -> None:
    page = anna.get(path)
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("<h1") == 1
    assert "Stadt Tangerhütte</title>" in text
    assert "/barriere-melden/" in text


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_there_in_english(anna: Person, path: str) -> None:
    anna.post("/-/sprache/", {"language": "en", "next": "/"})
    text = anna.get(path).content.decode()
    assert '<html lang="en"' in text


@pytest.mark.parametrize("typed", ["Hundesteuer", "hund", "hunde anmelden", "hundesteur"])
def test_the_dog_is_found_by_everyday_words(anna: Person, typed: str) -> None:
    hits = anna.get("/suche/", data={"q": typed}).context["hits"]
    assert DOG in [hit.offer.key for hit in hits]


def test_a_hit_says_why_it_was_found(anna: Person) -> None:
    assert "gefunden über „hundesteuer“" in anna.get("/suche/?q=hundesteuer").content.decode()


def test_nothing_found_still_helps(anna: Person) -> None:
    text = anna.get("/suche/?q=xyzabc").content.decode()
    assert "nichts gefunden" in text
    assert "tel:" in text
    assert "/leistungen/" in text


def test_suggestions_are_a_fragment(anna: Person) -> None:
    text = anna.get("/suche/vorschlaege/?q=hund").content.decode()
    assert f"/leistungen/{DOG}/" in text
    assert "<html" not in text


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "'; drop table x; --", "\x00", "%", "🐕" * 500, "a" * 100_000]
)
def test_whatever_is_searched_is_only_text(anna: Person, typed: str) -> None:
    page = anna.get("/suche/", data={"q": typed})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_service_that_is_not_on_offer_is_not_found(anna: Person) -> None:
    assert anna.get("/leistungen/raumschiff-anmelden/").status_code == 404
    assert anna.post("/leistungen/raumschiff-anmelden/antrag/").status_code == 404


def test_each_municipality_says_its_own_price(anna: Person, other_portal: Client) -> None:
    assert "48,00" in anna.get(f"/leistungen/{DOG}/").content.decode()
    assert "48,00" not in other_portal.get(f"/leistungen/{DOG}/").content.decode()


def test_the_platform_lists_the_municipalities(anna: Person) -> None:
    text = Client(HTTP_HOST="localhost").get("/").content.decode()
    assert "http://tangerhuette.localhost" in text
    assert "http://thale.localhost" in text


def test_machines_find_services_and_stay_away_from_people(anna: Person) -> None:
    robots = anna.get("/robots.txt").content.decode()
    assert "Disallow: /vorgang/\n" in robots
    assert "/sitemap.xml" in robots
    sitemap = anna.get("/sitemap.xml").content.decode()
    assert f"/leistungen/{DOG}/</loc>" in sitemap
    assert "vorgang" not in sitemap


def test_results_are_narrowed_by_links_that_can_be_taken_back(anna: Person) -> None:
    page = anna.get("/suche/?q=antrag+anmelden")
    topics = next(facet for facet in page.context["facets"] if facet.name == "Thema")
    narrowed = anna.get(topics.links[0].url)
    assert len(narrowed.context["hits"]) == topics.links[0].count < len(page.context["hits"])
    chosen = [link for facet in narrowed.context["facets"] for link in facet.links if link.is_chosen]
    assert [link.name for link in chosen] == [topics.links[0].name]
    assert "Auswahl aufheben" in narrowed.content.decode()
    assert anna.get(chosen[0].url).context["count"] == page.context["count"]


def test_a_handful_of_results_is_shown_at_once(anna: Person) -> None:
    page = anna.get("/suche/?q=hund+anmelden+steuer+chip")
    assert 1 <= page.context["count"] <= 4
    assert page.context["facets"] == []


def test_what_holds_for_several_offices_is_told_once(anna: Person) -> None:
    with clock.freeze(datetime(2026, 11, 22, 12, tzinfo=UTC)):  # a Sunday: all are closed until Tuesday
        offices = anna.get("/").context["offices"]
    assert [(some.now.text, len(some.names)) for some in offices] == [
        ("geschlossen, öffnet Dienstag um 09:00 Uhr", 4)
    ]


def test_a_choice_without_a_result_leads_back(anna: Person) -> None:
    page = anna.get("/suche/?q=hund&thema=gibt-es-nicht")
    assert page.context["hits"] == []
    assert "Mit dieser Auswahl gibt es nichts" in page.content.decode()


def test_what_was_meant_is_offered(anna: Person) -> None:
    assert 'href="/suche/?q=hundesteuer"' in anna.get("/suche/?q=hundesteur").content.decode()
    assert "Meinten Sie" not in anna.get("/suche/?q=hundesteuer").content.decode()


def test_a_search_without_a_hit_is_counted_and_others_are_not(anna: Person) -> None:
    for typed in ("xyzabc", "xyzabc", "hund", "hund"):
        anna.get("/suche/", data={"q": typed})
    anna.client.head("/suche/?q=xyzabc")
    anna.get("/suche/vorschlaege/?q=xyzabc")
    assert [(missed.words, missed.times) for missed in missed_searches()] == [("xyzabc", 2)]


def test_what_is_missing_reaches_the_town_hall(anna: Person) -> None:
    assert ">\nJagdschein</textarea>" in anna.get("/leistung-vermisst/?q=Jagdschein").content.decode()
    assert anna.post("/leistung-vermisst/", {"text": "Jagdschein"}).status_code == 302
    mail = OutgoingMail.objects.get(template="missing_service")
    assert (mail.to, mail.context["text"]) == ("rathaus@tangerhuette.example", "Jagdschein")


def test_a_topic_and_a_situation_have_their_own_pages(anna: Person) -> None:
    home = anna.get("/").content.decode()
    for path in ("/leistungen/thema/tiere/", "/leistungen/lebenslage/familie_und_kinder/"):
        assert f'href="{path}"' in home
        assert anna.get(path).status_code == 200
    assert f"/leistungen/{DOG}/" in anna.get("/leistungen/thema/tiere/").content.decode()
    assert anna.get("/leistungen/thema/raumfahrt/").status_code == 404
