"""Every kind of field is drawn so that a screen reader, a keyboard and a browser without scripts can use it."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from rathaus.ui.fields import draw, draw_all
from rathaus.ui.gallery import FIELDS, SampleField

from .page import Page

INPUTS = ("input", "select", "textarea")
BY_PATH = {field.path: field for field in FIELDS}


@pytest.fixture(autouse=True)
def _german():  # type: ignore[no-untyped-def]
    with override("de"):
        yield


def whole_form() -> Page:
    return Page(draw_all(FIELDS))


def test_every_input_has_a_label() -> None:
    page = whole_form()
    labelled = {label.attributes["for"] for label in page.all("label")}
    unlabelled = [e.attributes["id"] for e in page.elements if e.tag in INPUTS and e.attributes["id"] not in labelled]
    assert unlabelled == []


def test_every_id_is_there_once() -> None:
    ids = [e.attributes["id"] for e in whole_form().elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_what_describes_a_field_exists() -> None:
    page = whole_form()
    ids = {e.attributes["id"] for e in page.elements if "id" in e.attributes}
    described = [
        e.attributes["aria-describedby"].split() for e in page.elements if "aria-describedby" in e.attributes
    ]
    assert described != []
    assert {name for names in described for name in names} - ids == set()


def test_help_and_error_belong_to_the_input() -> None:
    page = Page(draw(BY_PATH["seit"]))
    box = page.one("input", name="seit")
    assert box.attributes["aria-describedby"] == "f-seit-help f-seit-error"
    assert box.attributes["aria-invalid"] == "true"
    assert page.by_id("f-seit-error").text == "Fehler: Dieses Datum gibt es nicht."


def test_a_field_without_error_is_not_invalid() -> None:
    assert "aria-invalid" not in Page(draw(BY_PATH["hund.name"])).one("input").attributes


def test_what_was_typed_wrong_is_still_there() -> None:
    assert Page(draw(BY_PATH["seit"])).one("input").attributes["value"] == "31.02.2026"


@pytest.mark.parametrize("kind", ["text", "longtext", "email", "date", "money"])
def test_what_was_typed_is_never_markup(kind: str) -> None:
    evil = "\"'><script>alert(1)</script>\n</textarea><b>"
    page = Page(draw(SampleField("x", kind, evil, help=evil, error=evil, raw=evil)))
    assert page.all("script") + page.all("b") == []
    box = page.by_id("f-x")
    assert (box.text.removeprefix("\n") if kind == "longtext" else box.attributes["value"]) == evil


def test_no_field_has_inline_style_or_script() -> None:
    names = {name for e in whole_form().elements for name in e.attributes}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()


def test_choices_are_a_group_with_a_question() -> None:
    page = Page(draw(BY_PATH["hund.groesse"]))
    assert page.one("legend").text == "Wie groß ist Ihr Hund?"
    boxes = page.all("input", type="radio", name="hund.groesse")
    assert [(b.attributes["value"], "checked" in b.attributes) for b in boxes] == [("klein", False), ("gross", True)]


def test_the_error_summary_leads_to_the_first_radio_button() -> None:
    assert Page(draw(BY_PATH["hund.groesse"])).by_id("f-hund-groesse").attributes["value"] == "klein"


def test_many_options_become_a_list_to_choose_from() -> None:
    page = Page(draw(BY_PATH["ort"]))
    assert page.all("input") == []
    assert [o.attributes["value"] for o in page.all("option")][:2] == ["", "1"]


def test_several_of_several_keeps_what_is_ticked() -> None:
    boxes = Page(draw(BY_PATH["hund.merkmale"])).all("input", type="checkbox")
    assert ["checked" in box.attributes for box in boxes] == [True, False]


def test_optional_fields_say_so() -> None:
    assert "freiwillig" in Page(draw(BY_PATH["mail"])).one("label").text
    assert "freiwillig" not in Page(draw(replace(BY_PATH["mail"], required=True))).one("label").text


def test_a_row_is_removed_and_added_without_a_script() -> None:
    page = Page(draw(BY_PATH["hunde"]))
    buttons = [(b.attributes["name"], b.attributes["value"], b.attributes["type"]) for b in page.all("button")]
    assert buttons == [
        ("_remove", "hunde.0", "submit"),
        ("_remove", "hunde.1", "submit"),
        ("_add", "hunde", "submit"),
    ]
    assert [legend.text for legend in page.all("legend")] == ["Welche Hunde halten Sie?", "Hund 1", "Hund 2"]


def test_rows_that_may_not_change_have_no_buttons() -> None:
    fixed = replace(BY_PATH["hunde"], can_add=False, can_remove=False)
    assert Page(draw(fixed)).all("button") == []


def test_a_file_is_removed_by_its_id_and_its_name_is_said() -> None:
    first = Page(draw(BY_PATH["nachweis"])).all("button")[0]
    assert (first.attributes["name"], first.attributes["value"]) == ("_remove", "nachweis.a")
    assert first.text == "Entfernen: Haftpflichtversicherung.pdf"


def test_a_full_list_of_files_offers_no_further_upload() -> None:
    assert Page(draw(replace(BY_PATH["nachweis"], max_files=2))).all("input") == []
    assert len(Page(draw(replace(BY_PATH["nachweis"], max_files=3))).all("input", type="file")) == 1


def test_dates_and_money_are_shown_as_people_write_them() -> None:
    assert (
        Page(draw(SampleField("d", "date", "Seit", value="2026-12-24"))).one("input").attributes["value"]
        == "24.12.2026"
    )
    money = SampleField("m", "money", "Betrag", value="12.50")
    assert Page(draw(money)).one("input").attributes["value"] == "12,50"
    with override("en"):
        assert Page(draw(money)).one("input").attributes["value"] == "12.50"


def test_long_text_is_not_cut_by_the_browser() -> None:
    area = Page(draw(BY_PATH["grund"])).one("textarea")
    assert "maxlength" not in area.attributes
    assert area.attributes["data-count-to"] == "500"


def test_a_field_that_decides_about_others_says_so() -> None:
    assert all("data-reactive" in b.attributes for b in Page(draw(BY_PATH["hund.groesse"])).all("input"))
    assert "data-reactive" not in Page(draw(BY_PATH["hund.name"])).one("input").attributes


def test_hidden_fields_are_not_drawn() -> None:
    assert draw(replace(BY_PATH["hund.name"], visible=False)) == ""


ONE_LINE = ("text", "integer", "decimal", "money", "date", "email", "phone", "iban", "postcode")
COMPOUND = ("daterange", "person", "address", "organisation", "group")
KINDS = (
    *ONE_LINE,
    *COMPOUND,
    "longtext",
    "yesno",
    "choice",
    "choices",
    "file",
    "appointment",
    "info",
    "computed",
    "declaration",
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_form_engine_is_drawn(kind: str) -> None:
    assert "Frage" in draw(SampleField("x", kind, "Frage"))


def test_an_unknown_kind_is_an_error_and_not_a_missing_question() -> None:
    with pytest.raises(KeyError):
        draw(SampleField("x", "hologram", "Frage"))


@pytest.mark.parametrize(("raw", "ticked"), [("ja", True), ("", False), (None, False)])
def test_a_declaration_is_ticked_when_it_was(raw: str | None, ticked: bool) -> None:
    box = Page(draw(SampleField("x", "declaration", "Ich erkläre", raw=raw))).one("input", type="checkbox")
    assert ("checked" in box.attributes) is ticked
