"""What of a text becomes a button, and what the list of e-mails shows."""

import pytest

from rathaus.outbox.paragraphs import Paragraph, preview, read_paragraphs

HOST = "https://tangerhuette.example"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"{HOST}/postfach/", Paragraph("", f"{HOST}/postfach/")),
        (f"Postfach öffnen:\n{HOST}/postfach/", Paragraph("", f"{HOST}/postfach/", "Postfach öffnen")),
        (f"Sehen Sie nach\n{HOST}/postfach/", Paragraph(f"Sehen Sie nach\n{HOST}/postfach/")),
        (f"Eins\nZwei:\n{HOST}/postfach/", Paragraph(f"Eins\nZwei:\n{HOST}/postfach/")),
        ("Gewinn abholen:\nhttps://evil.example/", Paragraph("Gewinn abholen:\nhttps://evil.example/")),
        (f"Hier:\n{HOST}.evil.example/", Paragraph(f"Hier:\n{HOST}.evil.example/")),
        (f"Hier:\n{HOST}@evil.example/", Paragraph(f"Hier:\n{HOST}@evil.example/")),
        (f"Hier:\n{HOST}/a b", Paragraph(f"Hier:\n{HOST}/a b")),
    ],
)
def test_only_a_link_of_ours_is_a_button(text: str, read: Paragraph) -> None:
    assert read_paragraphs(text, host=HOST) == [read]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Freibad zu\nbis 18 Uhr", Paragraph("bis 18 Uhr", heading="Freibad zu")),
        ("Freibad zu", Paragraph("", heading="Freibad zu")),
        (f"Freibad zu\nbis 18 Uhr\n{HOST}/1/", Paragraph("bis 18 Uhr", f"{HOST}/1/", heading="Freibad zu")),
        ("Freibad zu\nhttps://evil.example/", Paragraph("https://evil.example/", heading="Freibad zu")),
        (f"Freibad auf\nbis 18 Uhr\n{HOST}/1/", Paragraph(f"Freibad auf\nbis 18 Uhr\n{HOST}/1/")),
    ],
)
def test_what_begins_with_a_heading_has_one_and_the_link_is_the_headings(text: str, read: Paragraph) -> None:
    assert read_paragraphs(text, host=HOST, headings=["Freibad zu"]) == [read]


def test_below_a_heading_the_preview_is_what_stands_there() -> None:
    read = read_paragraphs("Freibad zu\nbis 18 Uhr\n\nWegen Gewitter.", host=HOST, headings=["Freibad zu"])
    assert preview(read) == "bis 18 Uhr"
    read = read_paragraphs("Freibad zu\n\nWegen Gewitter.\n\nMehr.", host=HOST, headings=["Freibad zu"])
    assert preview(read) == "Wegen Gewitter."


def test_the_preview_is_the_sentence_after_the_greeting_and_short() -> None:
    paragraphs = read_paragraphs(f"Guten Tag,\n\n{'Wort ' * 60}\n\n{HOST}/", host=HOST)
    assert preview(paragraphs) == f"{'Wort ' * 22}Wort …"
    assert preview(read_paragraphs(f"{HOST}/", host=HOST)) == ""
