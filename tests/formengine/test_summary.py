"""The answers as a letter would put them."""

from typing import Any

from rathaus.formengine.service import Catalogue, CompiledService, Context, compile_service
from tests.formengine.conftest import TODAY, MakeForm

ANSWERS: dict[str, Any] = {
    "halter": {
        "anrede": "frau",
        "titel": "Dr.",
        "vorname": "Anna",
        "nachname": "Beispiel",
        "geburtsdatum": "1985-12-24",
    },
    "anschrift": {"strasse": "Musterweg", "hausnummer": "3", "plz": "39517", "ort": "Tangerhütte"},
    "email": "anna@beispiel.example",
    "telefon": "+49393593170",
    "hundename": "Bello",
    "seit": "2026-11-15",
    "aus_anderer_gemeinde": False,
    "bisherige_gemeinde": "Thale",
    "weitere_hunde": 0,
    "ermaessigung": "keine",
    "zahlungsart": "lastschrift",
    "iban": "DE89370400440532013000",
    "mandat": True,
}


def _rows(service: CompiledService, context: Context) -> dict[str, str]:
    pages = service.form.summary(ANSWERS, context)
    return {row.path: row.text for page in pages for row in page.rows}


def test_answers_are_put_into_words(dog: CompiledService, context: Context) -> None:
    rows = _rows(dog, context)
    assert rows["halter"] == "Frau Dr. Anna Beispiel\nGeburtsdatum: 24.12.1985"
    assert rows["anschrift"] == "Musterweg 3\n39517 Tangerhütte"
    assert rows["telefon"] == "03935 93170"
    assert rows["seit"] == "15.11.2026"
    assert rows["aus_anderer_gemeinde"] == "Nein"
    assert rows["ermaessigung"] == "Nein"
    assert rows["steuer_jahr"] == "50,00 €"
    assert rows["iban"] == "DE89 3704 0044 0532 0130 00"
    assert rows["mandat"] == "Bestätigt"
    assert rows["rasse"] == "Keine Angabe"


def test_what_was_hidden_or_only_helps_is_left_out(dog: CompiledService, context: Context) -> None:
    rows = _rows(dog, context)
    assert "bisherige_gemeinde" not in rows
    assert "gefaehrlich" not in rows
    assert "hinweis_gefahr" not in rows


def test_english_readers_get_english_words(catalogue: Catalogue) -> None:
    service = compile_service(catalogue.services["hund-anmelden"])
    rows = _rows(service, Context(service.parameter_values({}), TODAY, "en", "Stadt Tangerhütte"))
    assert rows["halter"] == "Ms Dr. Anna Beispiel\nDate of birth: 24.12.1985"
    assert rows["steuer_jahr"] == "€50.00"
    assert rows["rasse"] == "Not given"


def test_rows_and_periods_read_as_lines(make_form: MakeForm) -> None:
    period = [{"key": "von", "kind": "date"}, {"key": "bis", "kind": "date"}]
    service, context = make_form(
        {"key": "zeit", "kind": "daterange", "fields": period},
        {
            "key": "hunde",
            "kind": "group",
            "fields": [{"key": "name", "kind": "text"}, {"key": "alter", "kind": "integer"}],
        },
        {"key": "bild", "kind": "file", "max_files": 2},
    )
    answers = {
        "zeit": {"von": "2026-02-01", "bis": "2026-02-03"},
        "hunde": [{"name": "Bello", "alter": 3}, {"name": "Wolke"}],
        "bild": [{"id": "1", "name": "a.pdf", "size": 240_000}, {"id": "2", "name": "b.pdf", "size": 2_500_000}],
    }
    (page,) = service.form.summary(answers, context)
    assert [(row.label, row.text) for row in page.rows] == [
        ("Zeit", "01.02.2026 bis 03.02.2026"),
        ("Hunde 1", "Name: Bello\nAlter: 3"),
        ("Hunde 2", "Name: Wolke"),
        ("Bild", "a.pdf (240 kB)\nb.pdf (2,5 MB)"),
    ]


def test_only_where_there_can_be_several_rows_are_counted(make_form: MakeForm) -> None:
    labels = {}
    for most in (1, 2):
        group = {"key": "leute", "kind": "group", "max_rows": most, "fields": [{"key": "name", "kind": "text"}]}
        service, context = make_form(group)
        (page,) = service.form.summary({"leute": [{"name": "Jörn"}]}, context)
        labels[most] = [row.label[-2:] for row in page.rows if row.path == "leute.0"]
    assert labels[2] == [" 1"]
    assert labels[1] != [" 1"]
