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


def test_the_preview_is_the_sentence_after_the_greeting_and_short() -> None:
    paragraphs = read_paragraphs(f"Guten Tag,\n\n{'Wort ' * 60}\n\n{HOST}/", host=HOST)
    assert preview(paragraphs) == f"{'Wort ' * 22}Wort …"
    assert preview(read_paragraphs(f"{HOST}/", host=HOST)) == ""
