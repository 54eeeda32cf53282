"""A notice is a letter from a good office, on paper and for a screen reader."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pydantic import ValidationError

from rathaus.core import clock
from rathaus.notices.service import render_letter
from tests.notices.reading import findings, page_count, tags, words
from tests.notices.samples import TEMPLATE, letter

CREST = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v5l-4 4-5-4z" fill="#16a"/></svg>'


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    crest = tmp_path_factory.mktemp("crest") / "wappen.svg"
    crest.write_text(CREST)
    data = letter()
    return render_letter(TEMPLATE, {**data, "municipality": {**data["municipality"], "crest_path": crest}})


def test_passes_pdf_ua_1_and_pdf_a_3a(pdf: bytes) -> None:
    assert findings(pdf) == []


def test_a_typical_notice_fits_one_page(pdf: bytes) -> None:
    assert page_count(pdf) == 1


def test_says_everything_in_the_order_of_a_notice(pdf: bytes) -> None:
    text = words(pdf)
    expected = [
        "Stadt Tangerhütte · Bismarckstraße 5 · 39517 Tangerhütte",
        "Anna Beispiel Otto-Nuschke-Straße 12 a 39517 Tangerhütte",
        "Aktenzeichen 2026-000123",
        "22. November 2026",
        "Ihr Kontakt Clara Clerk",
        "Bescheid über die Hundesteuer",
        "Ihr Hund Bello ist ab dem 1. November 2026 zur Hundesteuer angemeldet. Die Steuer beträgt 45,00 € im Jahr.",
        "Begründung Sie halten seit dem 1. November 2026 einen Hund. Die Steuer folgt aus § 5 der Satzung.",
        "Summe 7,50 €",
        "Zu zahlen bis 15. Dezember 2026. Kassenzeichen: HU-2026-000123-7",
        "Rechtsbehelfsbelehrung Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch",
        "zu erheben bei: Stadt Tangerhütte, Bismarckstraße 5, 39517 Tangerhütte.",
        "Im Auftrag Clara Clerk",
    ]
    places = [text.find(part) for part in expected]
    assert [part for part, place in zip(expected, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_has_title_language_tags_profile_and_bookmarks(pdf: bytes) -> None:
    document = pikepdf.open(io.BytesIO(pdf))
    root = document.Root
    assert str(root.Lang) == "de-DE"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert len(root.OutputIntents) == 1
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == "Bescheid über die Hundesteuer"
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "3", "A")
    with document.open_outline() as outline:
        (top,) = outline.root
        assert top.title == "Bescheid über die Hundesteuer"
        assert [entry.title for entry in top.children] == ["Begründung", "Kosten", "Rechtsbehelfsbelehrung"]


def test_every_picture_has_a_text_and_the_fold_marks_are_not_read_out(pdf: bytes) -> None:
    document = pikepdf.open(io.BytesIO(pdf))
    figures = [str(element.get("/Alt", "")) for kind, element in tags(document) if kind == "/Figure"]
    assert figures == ["Wappen: Stadt Tangerhütte", "QR-Code, führt zu Ihrem Vorgang 2026-000123 im Internet"]
    instructions = pikepdf.parse_content_stream(document.pages[0])
    outside = [str(operands[0]) for operands, operator in instructions if str(operator) in ("BMC", "BDC")]
    assert "/Artifact" in outside


def test_headings_and_the_table_of_costs_are_tagged(pdf: bytes) -> None:
    kinds = [kind for kind, _ in tags(pikepdf.open(io.BytesIO(pdf)))]
    assert [kind for kind in kinds if kind in ("/H1", "/H2")] == ["/H1", "/H2", "/H2", "/H2"]
    assert kinds.count("/TH") == 2
    assert kinds.count("/TD") == 4


def test_every_font_is_embedded_and_is_ours(pdf: bytes) -> None:
    fonts = {}
    for sheet in pikepdf.open(io.BytesIO(pdf)).pages:
        for font in sheet.Resources.Font.values():
            inner = font.DescendantFonts[0]
            fonts[str(inner.BaseFont).partition("+")[2]] = "/FontFile2" in inner.FontDescriptor
    assert set(fonts) == {"NotoSans-Regular", "NotoSans-SemiBold", "NotoSans-Bold"}
    assert all(fonts.values())


def test_the_access_code_is_never_in_print(pdf: bytes) -> None:
    assert "K7QP" not in words(pdf)


def test_the_same_letter_at_the_same_time_is_the_same_file() -> None:
    with clock.freeze(clock.now()):
        assert render_letter(TEMPLATE, letter()) == render_letter(TEMPLATE, letter())


def test_the_plain_notice_says_the_result_in_its_first_sentence() -> None:
    outcomes = ("granted", "granted_in_part", "refused")
    said = {outcome: words(render_letter(None, letter(outcome=outcome))) for outcome in outcomes}
    lead = "Sehr geehrte Damen und Herren,"
    assert f"{lead} Ihrem Antrag „Hund anmelden“ vom 3. November 2026 wird entsprochen." in said["granted"]
    assert f"{lead} Ihrem Antrag „Hund anmelden“ vom 3. November 2026 wird teilweise" in said["granted_in_part"]
    assert f"{lead} Ihr Antrag „Hund anmelden“ vom 3. November 2026 wird abgelehnt." in said["refused"]


def test_an_english_letter_repeats_the_german_objection_notice_that_starts_the_time_limit() -> None:
    pdf = render_letter(None, letter(language="en", title="Dog tax notice"))
    text = words(pdf)
    assert "Your application “Hund anmelden” of 3 November 2026 is granted." in text
    assert "Total €7.50" in text
    assert "You may object to this decision within one month" in text
    assert "Gegen diesen Bescheid kann innerhalb eines Monats" in text
    assert str(pikepdf.open(io.BytesIO(pdf)).Root.Lang) == "en-GB"
    assert findings(pdf) == []


REMEDIES = {"widerspruch": "Widerspruch erhoben", "einspruch": "Einspruch eingelegt", "klage": "Klage erhoben"}


@pytest.mark.parametrize(("kind", "verb"), REMEDIES.items())
def test_each_remedy_names_itself_the_body_and_its_seat(kind: str, verb: str) -> None:
    text = words(render_letter(None, letter(objection={"kind": kind, "authority": "Amt X", "address": "Weg 1, Y"})))
    assert f"innerhalb eines Monats nach Bekanntgabe {verb} werden" in text
    assert "bei: Amt X, Weg 1, Y." in text


def test_parts_that_are_not_there_leave_no_heading() -> None:
    pdf = render_letter(TEMPLATE, letter(reasons=" \n", fee=None, objection=None, qr_url="", unit={}))
    absent = ("Begründung", "Kosten", "Rechtsbehelfsbelehrung", "online", "Im Auftrag")
    assert [word for word in absent if word in words(pdf)] == []
    assert findings(pdf) == []


def test_an_address_of_eight_lines_stays_in_its_window() -> None:
    lines = [f"Zeile {number}" for number in range(1, 9)]
    text = words(render_letter(TEMPLATE, letter(recipient={"lines": lines})))
    assert " ".join(lines) in text


def test_a_template_in_a_file_and_a_png_crest_serve_as_well(tmp_path: Path) -> None:
    from PIL import Image  # only this test draws

    Image.new("RGB", (20, 24), "#1d6b4f").save(tmp_path / "wappen.png")
    (tmp_path / "bescheid.typ").write_text(TEMPLATE)
    data = letter()
    data["municipality"] = {**data["municipality"], "crest_path": tmp_path / "wappen.png"}
    assert findings(render_letter(tmp_path / "bescheid.typ", data)) == []


def test_incomplete_or_misspelt_data_is_refused_before_rendering() -> None:
    with pytest.raises(ValidationError, match=r"reason\b"):
        render_letter(TEMPLATE, letter(reason="typing error"))
    incomplete = letter()
    del incomplete["title"]
    with pytest.raises(ValidationError, match="title"):
        render_letter(TEMPLATE, incomplete)


def test_a_long_sender_stays_on_one_line_above_the_address() -> None:
    town = {**letter()["municipality"], "name": "Verbandsgemeinde Arneburg-Goldbeck"}
    document = pypdfium2.PdfDocument(render_letter(TEMPLATE, letter(municipality=town)))
    lines = document[0].get_textpage().get_text_range().splitlines()
    sender = "Verbandsgemeinde Arneburg-Goldbeck · Bismarckstraße 5 · 39517 Tangerhütte"
    assert lines[lines.index(sender) + 1] == "Anna Beispiel"
    document.close()


def test_many_items_and_a_long_objection_notice_go_on_over_pages() -> None:
    items = [{"label": f"Posten {number}", "amount": "1.00"} for number in range(120)]
    long = "\n\n".join(f"Absatz {number} der Belehrung. " + "Wort " * 60 for number in range(30))
    objection = {"authority": "Stadt", "address": "Weg 1", "text": long}
    pdf = render_letter(TEMPLATE, letter(fee={"amount": "120.00", "items": items}, objection=objection))
    text = words(pdf)
    assert [item["label"] for item in items if f"{item['label']} 1,00" not in text] == []
    assert [number for number in range(30) if f"Absatz {number} der Belehrung." not in text] == []
    assert "Clara Clerk Dieses Schreiben" in text
    assert page_count(pdf) == 6
    assert findings(pdf) == []


def test_a_long_address_breaks_after_a_sign_and_an_accent_never_leaves_its_letter() -> None:
    unit = {"email": "buergerservice.und.ordnung.der.gemeinde@verbandsgemeinde-arneburg-goldbeck.example"}
    document = pypdfium2.PdfDocument(render_letter(TEMPLATE, letter(unit=unit, reasons="c\u0300d" * 40)))
    lines = document[0].get_textpage().get_text_range().splitlines()
    (start,) = [line for line in lines if line.startswith("E-Mail")]
    assert start[-1] in "@.-"
    assert "\u25cc" not in "".join(lines)  # the dotted circle under an accent without a letter
    document.close()
