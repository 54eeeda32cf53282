"""Each kind of field reads what people type, keeps it as JSON, and shows it again."""

from typing import Any

import pytest

from tests.formengine.conftest import MakeForm


def _read(make_form: MakeForm, field: dict[str, Any], *typed: str, language: str = "de") -> tuple[Any, str, Any]:
    """(stored value, error, what stands in the input)"""
    service, context = make_form({"key": "feld", **field}, language=language)
    result = service.form.read_page("seite", {"feld": list(typed)}, {}, context)
    state = result.state.field("feld")
    assert state is not None
    return result.answers.get("feld"), state.error, state.raw


@pytest.mark.parametrize(
    ("field", "typed", "value", "raw"),
    [
        ({"kind": "text"}, "  Bello \t  vom   Hof ", "Bello vom Hof", "Bello vom Hof"),
        ({"kind": "text"}, "a\x00b\u202ec\ud800", "abc", "abc"),
        ({"kind": "longtext"}, "eins\r\nzwei\n\n", "eins\nzwei", "eins\nzwei"),
        ({"kind": "integer"}, "1.200", 1200, "1200"),
        ({"kind": "decimal"}, "2,50", "2.50", "2,5"),
        ({"kind": "money"}, "1.234,5 €", "1234.50", "1.234,50"),
        ({"kind": "money"}, "12,-", "12.00", "12,00"),
        ({"kind": "date"}, "1.2.26", "2026-02-01", "01.02.2026"),
        ({"kind": "yesno"}, "nein", False, "nein"),
        ({"kind": "choice", "choices": ["a", "b"]}, "b", "b", "b"),
        ({"kind": "email"}, " Anna@Beispiel.DE ", "Anna@beispiel.de", "Anna@beispiel.de"),
        ({"kind": "email"}, "a@bücher.example", "a@bücher.example", "a@bücher.example"),
        ({"kind": "phone"}, "03935/93170", "+49393593170", "03935 93170"),
        ({"kind": "phone"}, "+44 20 7946 0000", "+442079460000", "+44 20 7946 0000"),
        ({"kind": "iban"}, "de89 3704 0044 0532 0130 00", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00"),
        ({"kind": "postcode"}, "06502", "06502", "06502"),
        ({"kind": "declaration"}, "on", True, "ja"),
    ],
)
def test_a_kind_reads_keeps_and_shows(
    make_form: MakeForm, field: dict[str, Any], typed: str, value: Any, raw: str
) -> None:
    assert _read(make_form, field, typed) == (value, "", raw)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ({"kind": "text", "max_length": 5}, "zu lang", "höchstens 5 Zeichen. Im Moment sind es 7."),
        ({"kind": "text"}, "x" * 100_000, "höchstens 200 Zeichen. Im Moment sind es 100000."),
        ({"kind": "text", "letters": "name"}, "Анна", "lateinischen Buchstaben"),
        ({"kind": "text", "letters": "name"}, "Anna 🐕", "Nicht möglich ist: 🐕"),
        ({"kind": "longtext"}, "x" * 100_000, "höchstens 4000 Zeichen. Im Moment sind es 100000."),
        ({"kind": "integer"}, "3,5", "ganze Zahl in Ziffern"),
        ({"kind": "integer", "minimum": 2}, "1", "mindestens 2"),
        ({"kind": "integer", "maximum": 5000}, "5001", "höchstens 5.000"),
        ({"kind": "integer"}, "9" * 5000, "ganze Zahl in Ziffern"),
        ({"kind": "decimal", "places": 1}, "1,25", "höchstens 1 Stellen"),
        ({"kind": "money"}, "viel", "zum Beispiel 12,50"),
        ({"kind": "money", "maximum": 10}, "10,01", "höchstens 10,00 €"),
        ({"kind": "money"}, "-1", "mindestens 0,00 €"),
        ({"kind": "date"}, "morgen", "als Tag.Monat.Jahr ein, zum Beispiel 24.12.1985"),
        ({"kind": "yesno"}, "vielleicht", "eine der angebotenen Antworten"),
        ({"kind": "choice", "choices": ["a"]}, "c", "eine der angebotenen Antworten"),
        ({"kind": "email"}, "anna@", "vollständige E-Mail-Adresse"),
        ({"kind": "email"}, "a" * 300 + "@b.de", "vollständige E-Mail-Adresse"),
        ({"kind": "email"}, "anna@beispiel.de\nbcc: x@y.de", "vollständige E-Mail-Adresse"),
        ({"kind": "phone"}, "12", "mit Vorwahl"),
        ({"kind": "iban"}, "DE00 3704 0044 0532 0130 00", "Prüfen Sie die IBAN"),
        ({"kind": "postcode"}, "3951", "mit 5 Ziffern"),
    ],
)
def test_what_cannot_be_read_stays_as_typed_and_says_what_to_do(
    make_form: MakeForm, field: dict[str, Any], typed: str, message: str
) -> None:
    value, error, raw = _read(make_form, field, typed)
    assert value is None
    assert message in error
    assert raw == typed


def test_messages_speak_english_too(make_form: MakeForm) -> None:
    _, error, _ = _read(make_form, {"kind": "date"}, "tomorrow", language="en")
    assert error == "Enter “Feld” as day.month.year, for example 24.12.1985."


def test_several_choices_come_in_the_order_of_the_form(make_form: MakeForm) -> None:
    value, error, raw = _read(make_form, {"kind": "choices", "choices": ["a", "b", "c"]}, "c", "a")
    assert (value, error, raw) == (["a", "c"], "", ["a", "c"])


DIN_91379 = (
    "ÄäÖöÜüẞß ĀāĂăÅåĄąÆæḂḃĆćČčĎďĐđḐḑÐðĒēĘęĚěĞğĢģǦǧǤǥḤḥĦħĪīİıĶķǨǩĹĺĻļŁłM̂m̂ŃńŅņŇňŊŋŌōŐőŒœØøŔŕŘřȘ"
    "șŚśŠšȚțŤťÞþŪūŰűŲųẂẃŴŵŶŷŸÿŹźŻżŽžƷʒǮǯ ʹʺʾʿˈˌ’‘ C̨̆c̨̆"
)


def test_every_letter_of_a_register_name_survives(make_form: MakeForm) -> None:
    import unicodedata

    value, error, _ = _read(make_form, {"kind": "text", "letters": "name"}, DIN_91379)
    assert error == ""
    assert value == unicodedata.normalize("NFC", DIN_91379)


def test_nothing_typed_is_no_answer_and_required(make_form: MakeForm) -> None:
    assert _read(make_form, {"kind": "text"}, " \u200b\x00 ") == (
        None,
        "Füllen Sie das Feld „Feld“ aus.",
        "",
    )
    assert _read(make_form, {"kind": "text", "required": False}, "") == (None, "", "")
