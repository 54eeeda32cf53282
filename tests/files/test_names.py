"""File names are kept for people and can do no harm."""

import pytest

from rathaus.files.names import LONGEST, clean_name

PDF = (".pdf",)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Impfpass Bello.pdf", "Impfpass Bello.pdf"),
        ("Geburtsurkunde Çağla Ðoković.PDF", "Geburtsurkunde Çağla Ðoković.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Anna\\Scan.pdf", "Scan.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe.pdf"),
        ("a\x00b\r\nSet-Cookie: x=1.pdf", "ab Set-Cookie_ x=1.pdf"),
        ('"><script>.pdf', "___script_.pdf"),
        ("  .pdf", "datei.pdf"),
        ("...", "datei.pdf"),
        ("", "datei.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("\u200b\u2066.pdf", "datei.pdf"),
        ("e\u0301tat.pdf", "état.pdf"),
        ("😀.pdf", "😀.pdf"),
    ],
)
def test_names_are_cleaned_and_kept(given: str, kept: str) -> None:
    assert clean_name(given, PDF) == kept


def test_a_long_name_keeps_its_ending_and_fits() -> None:
    name = clean_name("ä" * 300 + ".pdf", PDF)
    assert name == "ä" * LONGEST + ".pdf"
    assert len(name.encode()) < 255


def test_a_name_of_the_town_hall_with_an_unknown_kind_stays() -> None:
    assert clean_name("daten.csv", ()) == "daten.csv"
