import pytest

from rathaus.core.text import clean_text, fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Müller", "mueller"),
        ("Café", "cafe"),
        ("Łódź", "lodz"),
    ],
)
def test_fold_makes_spellings_meet(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_clean_text_keeps_letters_and_drops_what_deceives() -> None:
    assert clean_text("a\x00b\x1b\u202ec\r\nd\ud800") == "abc\nd"
    assert clean_text("C\u0327\u030cu\u0310") == "\u00c7\u030cu\u0310"
