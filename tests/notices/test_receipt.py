"""A receipt shows all that was sent, however much it is."""

import pytest

from rathaus.notices.service import render_receipt
from tests.notices.reading import findings, letters, page_count, words
from tests.notices.samples import receipt


def test_tells_number_time_answers_files_and_what_comes_next() -> None:
    pdf = render_receipt(receipt())
    text = words(pdf)
    for part in (
        "Ihr Antrag „Hund anmelden“ ist am 22. November 2026 um 14:32 Uhr eingegangen.",
        "Ihre Vorgangsnummer 2026-000123",
        "1. Wir prüfen Ihren Antrag. 2. Den Bescheid stellen wir in Ihren Vorgang.",
        "Ihr Hund Name des Hundes Bello",
        "Impfpass Bello.pdf 812 kB",
        "tangerhuette.example/vorgang/?nr=2026-000123",
    ):
        assert part in text
    assert (findings(pdf), page_count(pdf)) == ([], 1)


def test_thirty_pages_of_answers_all_arrive_and_are_numbered() -> None:
    def answers_of(number: int) -> list[dict[str, str]]:
        return [{"label": f"Frage {row}", "text": f"Antwort {number}/{row}"} for row in range(40)]

    groups = [{"page": f"Seite {number}", "rows": answers_of(number)} for number in range(30)]
    pdf = render_receipt(receipt(answers=groups))
    text = words(pdf)
    pages = page_count(pdf)
    assert pages >= 30
    assert [f"Antwort {n}/{r}" for n in range(30) for r in range(40) if f"Antwort {n}/{r} " not in text] == []
    assert f"Seite {pages} von {pages}" in text
    assert findings(pdf) == []


@pytest.mark.parametrize("text", ["Donaudampfschifffahrt" * 20, "a" * 100_000, "Wort " * 20_000, "x@y." * 100])
def test_long_words_and_long_texts_stay_on_the_page_and_can_be_copied_whole(text: str) -> None:
    rows = [{"label": "Bemerkung", "text": text}, {"label": "Sehrlange" * 30, "text": "kurz"}]
    files = [{"name": "d" * 255 + ".pdf", "size": 1}]
    pdf = render_receipt(receipt(answers=[{"page": "Viel", "rows": rows}], files=files))
    found = letters(pdf)
    if len(text) < 5_000:  # a longer one runs over pages, with head and foot between its parts
        assert "".join(text.split()) in found
    assert found.count("a" if text.startswith("a") else "W") >= text.count("a" if text.startswith("a") else "W")
    assert "d" * 255 + ".pdf" in found
    assert findings(pdf) == []


def test_an_empty_form_is_a_valid_document_too() -> None:
    pdf = render_receipt(receipt(answers=[], files=[], next_steps=[], qr_url=""))
    assert findings(pdf) == []
    pdf = render_receipt(receipt(answers=[{"page": "Leer", "rows": [{"label": "Chip", "text": ""}]}]))
    assert "Chip keine Angabe" in words(pdf)


@pytest.mark.parametrize(("size", "shown"), [(0, "0 B"), (999, "999 B"), (812_345, "812 kB"), (3_412_345, "3,4 MB")])
def test_sizes_are_readable(size: int, shown: str) -> None:
    assert f"foto.jpg {shown}" in words(render_receipt(receipt(files=[{"name": "foto.jpg", "size": size}])))


def test_speaks_english() -> None:
    pdf = render_receipt(receipt(language="en"))
    assert "Your application “Hund anmelden” arrived on 22 November 2026 at 14:32." in words(pdf)
    assert findings(pdf) == []
