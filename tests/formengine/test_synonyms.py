"""Everyday words: read folded, and refused with file, line and reason."""

from pathlib import Path

import pytest

from rathaus.formengine.service import DefinitionsInvalid, check_definitions, load_synonyms

SAMPLE = "de:\n  Knöllchen: [Ordnungswidrigkeit]\n"


def test_words_are_compared_without_capitals_and_umlauts(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").write_text(SAMPLE + "  Haus  bauen: [Bauantrag]\nen:\n  dog tag: [dog]\n")
    assert load_synonyms(tmp_path) == {
        "de": {"knoellchen": ("Ordnungswidrigkeit",), "haus bauen": ("Bauantrag",)},
        "en": {"dog tag": ("dog",)},
    }


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert load_synonyms(tmp_path) == {}


@pytest.mark.parametrize(
    ("added", "line", "reason"),
    [
        ("  Knoellchen: [Anhörung]\n", 3, "'Knoellchen' stands here twice (ä is ae, capital is small)"),
        ("  perso: []\n", 3, "'perso': Tuple should have at least 1 item after validation, not 0"),
        ("  hund: [Hund]\n", 3, "'hund' stands for itself"),
        ("  kfz-schein: [Kfz]\n", 3, "'kfz-schein': only letters and spaces are compared"),
        ("fr:\n  chien: [Hund]\n", 3, "'[key]': Input should be 'de' or 'en'"),
    ],
)
def test_what_can_not_be_meant_is_refused(tmp_path: Path, added: str, line: int, reason: str) -> None:
    (tmp_path / "synonyms.yaml").write_text(SAMPLE + added)
    told = [(p.line, p.message) for p in check_definitions(tmp_path) if p.file == "synonyms.yaml"]
    assert told == [(line, reason)]
    with pytest.raises(DefinitionsInvalid):
        load_synonyms(tmp_path)
