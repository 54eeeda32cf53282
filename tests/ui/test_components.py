"""The tags and base templates, rendered without a database."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from rathaus.ui.gallery import context as gallery_context
from rathaus.ui.icons import icon, icon_shapes
from rathaus.ui.views import manifest

from .page import Page

TOWN = SimpleNamespace(
    name="Stadt Tangerhütte",
    short_name="Tangerhütte",
    accent="#1f6b4a",
    settings={
        "crest": "ui/crests/tangerhuette.svg",
        "contact": {"street": "Bismarckstraße 5", "postcode": "39517", "city": "Tangerhütte", "phone": "03935 93170"},
    },
)


@pytest.fixture(autouse=True)
def _german():  # type: ignore[no-untyped-def]
    with override("de"):
        yield


@pytest.fixture(autouse=True)
def _no_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the channel has to say stands on every page, and is asked in the scope of a town; here is none."""
    monkeypatch.setattr("rathaus.portal.templatetags.channel.current_warnings", list)
    monkeypatch.setattr("rathaus.portal.templatetags.channel.warnings_unknown_since", lambda: None)


def render(template: str, **values: Any) -> Page:
    request = RequestFactory().get("/liste/?amt=1&seite=2")
    return Page(Template("{% load ui %}" + template).render(Context({"request": request, **values})))


def whole(name: str, **values: Any) -> Page:
    request = RequestFactory().get("/")
    return Page(render_to_string(name, {"municipality": TOWN, "LANGUAGE_CODE": "de", **values}, request=request))


def test_the_error_summary_links_each_message_to_its_field() -> None:
    errors = [
        SimpleNamespace(path="hund.name", label="Name", message="Wie heißt der Hund?"),
        SimpleNamespace(path="hunde.0.alter", label="Alter", message="Geben Sie bei „Alter“ eine Zahl ein."),
    ]
    page = render("{% error_summary errors %}", errors=errors)
    links = [(link.attributes["href"], link.text) for link in page.all("a")]
    assert links == [
        ("#f-hund-name", "Name: Wie heißt der Hund?"),
        ("#f-hunde-0-alter", "Geben Sie bei „Alter“ eine Zahl ein."),
    ]
    assert page.one("div", role="alert").attributes["tabindex"] == "-1"


def test_without_errors_there_is_no_summary() -> None:
    assert render("{% error_summary errors %}", errors=[]).elements == []


def test_a_status_is_words_and_not_colour_alone() -> None:
    assert (
        render("{% status_badge 'ACTION_REQUIRED' %}").one("span", class_="kern-label").text == "Ihre Antwort fehlt"
    )


def test_a_status_in_other_words() -> None:
    assert (
        render("{% status_badge 'COMPLETED' label='Bewilligt' %}").one("span", class_="kern-label").text
        == "Bewilligt"
    )


def test_progress_is_said_in_words() -> None:
    page = render("{% progress 2 4 'Ihr Hund' %}")
    assert page.one("p").text == "Schritt 2 von 4 · Ihr Hund"
    assert page.one("progress").attributes["aria-hidden"] == "true"


def test_pages_keep_the_filters_of_the_address() -> None:
    page = render("{% pagination page %}", page=Paginator(range(100), 10).page(2))
    assert [link.attributes["href"] for link in page.all("a")] == ["?amt=1&seite=1", "?amt=1&seite=3"]


def test_a_single_page_needs_no_pages() -> None:
    assert render("{% pagination page %}", page=Paginator(range(3), 10).page(1)).elements == []


def test_the_change_link_says_what_it_changes() -> None:
    rows = [SimpleNamespace(label="Name", text="<b>Bello</b>")]
    page = render("{% summary_list rows '/x/' 'Ihr Hund' %}", rows=rows)
    assert page.one("a", href="/x/").text == "Ändern: Ihr Hund"
    assert page.one("dd").text == "<b>Bello</b>"


def test_every_icon_draws_something_and_an_unknown_one_is_a_document() -> None:
    assert len(icon_shapes()) >= 50
    assert icon("gibt-es-nicht") == icon("dokument")
    assert 'aria-hidden="true"' in icon("hund")


@pytest.mark.parametrize(
    "name", ["ui/portal.html", "ui/desk.html", "ui/platform.html", "404.html", "403.html", "500.html", "400.html"]
)
def test_every_base_has_language_title_landmarks_and_a_skip_link(name: str) -> None:
    page = whole(name)
    assert page.one("html").attributes["lang"] == "de"
    assert page.one("title").text.strip() != ""
    assert page.one("main").attributes["id"] == "inhalt"
    assert page.one("a", class_="skip").attributes["href"] == "#inhalt"


@pytest.mark.parametrize("name", ["404.html", "500.html", "400.html", "403.html", "403_csrf.html"])
def test_error_pages_need_neither_request_nor_municipality(name: str) -> None:
    assert len(Page(render_to_string(name)).all("h1")) == 1


def test_header_and_footer_say_whose_page_it_is() -> None:
    page = whole("ui/portal.html")
    assert page.one("img").attributes["src"].startswith("/static/ui/crests/tangerhuette")
    assert page.one("a", href="tel:0393593170").text == "03935 93170"


def test_the_footer_leads_to_what_the_law_asks_for() -> None:
    links = {link.attributes["href"] for link in whole("ui/portal.html").all("a")}
    assert {"/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barriere-melden/", "/vorgang/", "/amt/"} <= links


def test_the_language_is_switched_by_a_form_that_names_the_language_in_itself() -> None:
    page = whole("ui/portal.html")
    button = page.one("button", name="language")
    assert (button.text, button.attributes["value"], button.attributes["lang"]) == ("English", "en", "en")
    assert button.inside[-1].attributes["method"] == "post"


def test_the_rail_marks_where_one_is() -> None:
    nav = [
        {"url": "/amt/", "label": "Eingang", "icon": "eingang", "current": True, "count": 3},
        {"url": "/amt/leistungen/", "label": "Leistungen", "icon": "leistungen", "current": False},
    ]
    page = whole("ui/desk.html", nav=nav)
    assert [a.attributes["href"] for a in page.all("a", aria_current="page")] == ["/amt/"]


def test_the_gallery_shows_every_component_without_a_repeated_id() -> None:
    page = whole("ui/gallery.html", **gallery_context())
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert sorted(ids) == sorted(set(ids))
    assert page.all("style") == []


def test_the_phone_learns_name_colour_and_crest_of_the_municipality() -> None:
    request = RequestFactory().get("/-/app.webmanifest")
    request.municipality = TOWN  # type: ignore[attr-defined]  # the tenancy middleware sets it
    told = json.loads(manifest(request).content)
    assert (told["name"], told["theme_color"], told["start_url"]) == ("Stadt Tangerhütte", "#1f6b4a", "/")
    assert told["icons"][0]["src"].startswith("/static/ui/crests/tangerhuette")
