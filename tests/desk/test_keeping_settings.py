"""Settings, texts, times: typed as an administrator types them, checked at once, kept until they are published."""

from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.service import Unit
from rathaus.catalogue.models import Publication
from rathaus.catalogue.service import (
    Offer,
    Window,
    compiled,
    create_draft,
    find_kept_offer,
    publish_draft,
    terms_draft,
    terms_of,
)
from rathaus.tenancy.service import Municipality
from tests.catalogue.changing import as_another
from tests.desk.keeping import dog, page_of

pytestmark = pytest.mark.django_db

DOG_VALUES = {
    "steuer_erster_hund": "61,50",
    "steuer_zweiter_hund": "66,00",
    "steuer_weiterer_hund": "84,00",
    "steuer_gefaehrlicher_hund": "420,00",
    "ermaessigung_prozent": "50",
    "anmeldefrist_tage": "14",
    "steuer_faellig_am": "15. Mai",
    "satzung": "Hundesteuersatzung der Stadt Tangerhütte",
    "bearbeitung_tage": "",
    "zahlweg": "",
    "marke_abholen.0.wert": "hundemarke",
}
# One parameter of every type: what is typed → what is kept.
EVERY_TYPE: list[tuple[dict[str, Any], dict[str, str], Any]] = [
    ({"type": "money", "default": "5.00"}, {"p": "1.234,50"}, "1234.50"),
    ({"type": "integer", "default": 3, "maximum": 9}, {"p": "7"}, 7),
    ({"type": "decimal", "default": "1.5"}, {"p": "2,25"}, "2.25"),
    ({"type": "text", "default": "Satzung"}, {"p": " Neue Satzung "}, "Neue Satzung"),
    ({"type": "yesno", "default": True}, {"p": "nein"}, False),
    ({"type": "date", "default": "2026-01-01"}, {"p": "24.12.2026"}, "2026-12-24"),
    ({"type": "choice", "choices": ["Bar", "Karte"], "default": "Bar"}, {"p": "wahl1"}, "Karte"),
    ({"type": "list", "default": ["Nord"]}, {"p.0.wert": "Süd", "p.1.wert": "West"}, ["Süd", "West"]),
    (
        {"type": "table", "columns": {"name": "text", "preis": "money", "zahl": "integer"}, "default": []},
        {"p.0.name": "Saal", "p.0.preis": "120", "p.0.zahl": "3"},
        [{"name": "Saal", "preis": "120.00", "zahl": 3}],
    ),
]
# What can't be read, and words of the message at the field.
WRONG: list[tuple[dict[str, Any], dict[str, str], str]] = [
    ({"type": "money", "default": "5.00"}, {"p": "viel"}, "Betrag in Euro"),
    ({"type": "money", "default": "5.00", "minimum": 1}, {"p": "0,50"}, "mindestens"),
    ({"type": "integer", "default": 3, "maximum": 9}, {"p": "10"}, "höchstens"),
    ({"type": "integer", "default": 3}, {"p": "drei"}, "ganze Zahl"),
    ({"type": "decimal", "default": "1.5"}, {"p": "1,2,3"}, "Zahl"),
    ({"type": "date", "default": "2026-01-01"}, {"p": "31.02.2026"}, "Datum"),
    ({"type": "text"}, {"p": ""}, "Füllen Sie"),
    ({"type": "text", "default": "x"}, {"p": "x" * 2001}, "Kürzen Sie"),
    ({"type": "choice", "choices": ["Bar", "Karte"], "default": "Bar"}, {"p": "wahl7"}, "Wählen Sie"),
    ({"type": "list"}, {}, "Füllen Sie"),
    ({"type": "table", "columns": {"preis": "money"}, "default": []}, {"p.0.preis": "teuer"}, "Betrag in Euro"),
]


def service_with(parameter: dict[str, Any]) -> Offer:
    """A published service of the town with one parameter `p`."""
    content = compiled(dog().current_version).definition.model_dump(mode="json")
    given = {"p": "Pflicht"} if parameter["type"] == "text" else {"p": ["Pflicht"]}
    given = given if parameter.get("default") is None else {}
    content = as_another(content, "probe", **given)
    content["parameters"].append({"key": "p", **parameter})
    for language in ("de", "en"):
        content["texts"][language]["parameters"]["p"] = "Probewert"
    given = {"p": "Pflicht"} if parameter["type"] == "text" else {"p": ["Pflicht"]}
    needs = parameter.get("default") is None
    draft = create_draft(content, source="new", by=None)
    publish_draft(draft, unit=dog().unit, by=None, parameters=given if needs else {})
    offer = find_kept_offer("probe")
    assert offer is not None
    return offer


def the_field(page: str, path: str = "p") -> str:
    """The page from the field's label to the next field."""
    start = page.index(f'for="f-{path}"') if f'for="f-{path}"' in page else page.index(f'id="f-{path}"')
    return page[start : start + 1500]


def test_a_changed_fee_waits_to_be_published(ida: Client, town: Municipality) -> None:
    before = Publication.objects.count()
    answer = ida.post(page_of("angaben/"), {"revision": 0, **DOG_VALUES})
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of("angaben/"))
    draft = terms_draft(dog())
    assert draft.parameters["steuer_erster_hund"] == "61.50"
    assert "bearbeitung_tage" not in draft.parameters
    assert draft.parameters["ortsteile"] == dog().parameters["ortsteile"]  # the municipality's, not set here
    assert (str(draft.changed_by), draft.is_open, dog().parameters["steuer_erster_hund"]) == (
        "Ida Admin",
        True,
        "48.00",
    )
    assert Publication.objects.count() == before
    assert "61,50" in ida.get(page_of("angaben/")).content.decode()


def test_saving_what_is_published_leaves_nothing_open(ida: Client, town: Municipality) -> None:
    ida.post(page_of("angaben/"), {"revision": 0, **DOG_VALUES})
    ida.post(page_of("angaben/"), {"revision": 1, **DOG_VALUES, "steuer_erster_hund": "48"})
    assert not terms_draft(dog()).is_open


@pytest.mark.parametrize(("parameter", "typed", "kept"), EVERY_TYPE, ids=[row[0]["type"] for row in EVERY_TYPE])
def test_every_type_is_read_kept_and_shown_again(
    ida: Client, town: Municipality, parameter: dict[str, Any], typed: dict[str, str], kept: Any
) -> None:
    if parameter["type"] == "table":
        parameter = {**parameter, "default": [{"name": "Raum", "preis": "1.00", "zahl": 1}]}
    offer = service_with(parameter)
    answer = ida.post(page_of("angaben/", "probe"), {"revision": 0, **typed})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert terms_draft(offer).parameters["p"] == kept
    again = ida.get(page_of("angaben/", "probe")).content.decode()
    assert ida.post(page_of("angaben/", "probe"), {"revision": 1, **typed}).status_code == 302
    assert "Probewert" in again


@pytest.mark.parametrize(("parameter", "typed", "message"), WRONG)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(
    ida: Client, town: Municipality, parameter: dict[str, Any], typed: dict[str, str], message: str
) -> None:
    if parameter["type"] == "table":
        parameter = {**parameter, "default": [{"preis": "1.00"}]}
    offer = service_with(parameter)
    answer = ida.post(page_of("angaben/", "probe"), {"revision": 0, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page[page.index('id="felder"') :]
    assert not terms_draft(offer).is_open


def test_rows_come_and_go_without_a_script_and_without_saving(ida: Client, town: Municipality) -> None:
    offer = service_with({"type": "list", "default": ["Nord"]})
    typed = {"revision": 0, "p.0.wert": "Süd", "p.1.wert": "West"}
    more = ida.post(page_of("angaben/", "probe"), {**typed, "_add": "p"})
    assert (more.status_code, more.content.decode().count('name="p.')) == (200, 3)
    less = ida.post(page_of("angaben/", "probe"), {**typed, "_remove": "p.0"})
    assert 'value="West"' in less.content.decode()
    assert 'value="Süd"' not in less.content.decode()
    assert not terms_draft(offer).is_open


def test_places_are_not_set_here_and_say_so(ida: Client, town: Municipality) -> None:
    page = ida.get(page_of("angaben/")).content.decode()
    assert "die Orte Ihrer Gemeinde" in page
    assert 'name="ortsteile' not in page


def test_a_value_that_is_empty_is_the_shared_one_again(ida: Client, town: Municipality) -> None:
    page = ida.get(page_of("angaben/")).content.decode()
    assert "Ohne eigenen Wert gilt: 50,00 €" in page
    ida.post(page_of("angaben/"), {"revision": 0, **DOG_VALUES, "steuer_erster_hund": ""})
    assert "steuer_erster_hund" not in terms_draft(dog()).parameters


def test_of_two_administrators_the_later_one_sees_what_the_first_saved(ida: Client, town: Municipality) -> None:
    ida.post(page_of("angaben/"), {"revision": 0, **DOG_VALUES})
    late = ida.post(page_of("angaben/"), {"revision": 0, **DOG_VALUES, "steuer_erster_hund": "99"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Zuletzt geändert von Ida Admin" in page
    assert "61,50" in page[: page.index('id="felder"')]
    assert 'value="99,00"' in page
    assert 'name="revision" value="1"' in page
    assert terms_draft(dog()).parameters["steuer_erster_hund"] == "61.50"


def test_a_member_has_values_of_its_own(ida: Client, town: Municipality) -> None:
    town.settings = {**town.settings, "members": ["Kamern", "Sandau (Elbe)"]}
    town.save()
    assert f'href="{page_of("angaben/")}?mitglied=Sandau+%28Elbe%29"' in ida.get(page_of("angaben/")).content.decode()
    page = ida.get(page_of("angaben/?mitglied=Kamern")).content.decode()
    assert "Ohne eigenen Wert gilt der von Stadt Tangerhütte: 48,00 €" in page
    ida.post(page_of("angaben/?mitglied=Kamern"), {"revision": 0, "steuer_erster_hund": "30"})
    draft = terms_draft(dog())
    assert (draft.members, draft.parameters) == ({"Kamern": {"steuer_erster_hund": "30.00"}}, dog().parameters)
    ida.post(page_of("angaben/?mitglied=Kamern"), {"revision": 1, "steuer_erster_hund": ""})
    assert terms_draft(dog()).members == {}


def test_own_words_are_kept_for_each_language(ida: Client, town: Municipality) -> None:
    ida.post(page_of("texte/"), {"revision": 0, "summary": "Kurz und gut.", "documents": "Chip\n\nVersicherung\n"})
    ida.post(page_of("texte/?sprache=en"), {"revision": 1, "summary": "Short and sweet."})
    assert terms_draft(dog()).texts == {
        "de": {"summary": "Kurz und gut.", "documents": ["Chip", "Versicherung"]},
        "en": {"summary": "Short and sweet."},
    }
    page = ida.get(page_of("texte/")).content.decode()
    assert "Kurz und gut." in page
    assert "Melden Sie Ihren Hund an und erfahren Sie gleich" in page
    ida.post(page_of("texte/"), {"revision": 2})
    assert terms_draft(dog()).texts == {"en": {"summary": "Short and sweet."}}


def test_placeholders_are_explained_with_what_they_say_now(ida: Client, town: Municipality) -> None:
    page = ida.get(page_of("texte/")).content.decode()
    assert [said in page for said in ("<code>{steuer_erster_hund}</code>", "48,00 €", "Stadt Tangerhütte")] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"cost": "Es kostet {gebuer}."}, "Den Platzhalter {gebuer} gibt es hier nicht."),
        ({"summary": "x" * 301}, "Kürzen Sie den Text"),
        ({"keywords": "hund\nwelpe"}, "mindestens 3 Suchwörter"),
        ({"documents": "kurz\n" + "x" * 201}, "Zeile 2 ist zu lang"),
        ({"legal_basis": "Satzung | http://unsicher.example"}, "beginnt mit https://"),
    ],
)
def test_unsound_words_are_refused_at_their_field(
    ida: Client, town: Municipality, typed: dict[str, str], message: str
) -> None:
    answer = ida.post(page_of("texte/"), {"revision": 0, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in the_field(page, next(iter(typed)))
    assert not terms_draft(dog()).is_open


def test_laws_are_kept_with_their_address(ida: Client, town: Municipality) -> None:
    ida.post(page_of("texte/"), {"revision": 0, "legal_basis": "Satzung | https://recht.example/1\n§ 3 KAG"})
    assert terms_draft(dog()).texts["de"]["legal_basis"] == [
        {"name": "Satzung", "url": "https://recht.example/1"},
        {"name": "§ 3 KAG", "url": ""},
    ]


def test_times_limit_and_unit_are_kept(ida: Client, town: Municipality) -> None:
    page = ida.get(page_of("zeiten/")).content.decode()
    value = next(f"amt{n}" for n in range(9) if f'value="amt{n}">Ordnung' in page)
    typed = {
        "amt": value, "von": "1.1.2027", "bis": "31.12.2027", "jedes_jahr_von": "1.3.", "jedes_jahr_bis": "20.04.",
        "anzahl": "50", "je": "year",
    }  # fmt: skip
    assert ida.post(page_of("zeiten/"), {"revision": 0, **typed}).status_code == 302
    terms = terms_of(terms_draft(dog()))
    assert terms.unit == Unit.objects.get(key="ordnung")
    assert (terms.window.season_from, terms.window.season_until) == ("03-01", "04-20")
    assert (terms.window.limit_count, terms.window.limit_per, str(terms.window.opens_on)) == (
        50,
        "year",
        "2027-01-01",
    )
    again = ida.get(page_of("zeiten/")).content.decode()
    assert 'value="01.03."' in again
    ida.post(page_of("zeiten/"), {"revision": 1, "amt": value})
    assert terms_of(terms_draft(dog())).window == Window()


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"von": "2.1.2027", "bis": "1.1.2027"}, "bis", "Das Ende liegt vor dem Anfang"),
        ({"jedes_jahr_von": "31.2."}, "jedes_jahr_von", "Tag und Monat"),
        ({"jedes_jahr_von": "1.3."}, "jedes_jahr_bis", "Füllen Sie"),
        ({"anzahl": "0"}, "anzahl", "mindestens"),
        ({"amt": "amt99"}, "amt", "Wählen Sie"),
        ({"von": "morgen"}, "von", "Tag.Monat.Jahr"),
    ],
)
def test_wrong_times_are_said_at_the_field(
    ida: Client, town: Municipality, typed: dict[str, str], field: str, message: str
) -> None:
    answer = ida.post(page_of("zeiten/"), {"revision": 0, "amt": "amt0", **typed})
    assert answer.status_code == 422
    assert message in the_field(answer.content.decode(), field)
    assert not terms_draft(dog()).is_open


@pytest.mark.parametrize("outsider", ["clara", "leo", "theo", "bilal"], indirect=True)
@pytest.mark.parametrize("page", ["angaben/", "texte/", "zeiten/"])
def test_nobody_else_changes_anything(outsider: Client, page: str) -> None:
    assert outsider.get(page_of(page)).status_code == 404
    assert outsider.post(page_of(page), {"revision": 0, **DOG_VALUES, "summary": "x"}).status_code == 404
    assert not terms_draft(dog()).is_open


@pytest.mark.parametrize("revision", ["", "-1", "x", "99999999999999"])
def test_a_form_without_its_revision_changes_nothing(ida: Client, town: Municipality, revision: str) -> None:
    assert ida.post(page_of("angaben/"), {"revision": revision, **DOG_VALUES}).status_code == 409
    assert not terms_draft(dog()).is_open
