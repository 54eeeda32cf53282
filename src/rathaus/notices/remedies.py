"""The wording of the objection notice; the texts stand in typst/remedies.yaml with the paragraphs they follow."""

import functools
from pathlib import Path

import yaml

from rathaus.notices.content import Objection

FILE = Path(__file__).parent / "typst/remedies.yaml"


@functools.cache
def _wordings() -> dict[str, dict[str, str]]:
    wordings: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text())
    return wordings


def objection_texts(objection: Objection, *, language: str) -> tuple[str, ...]:
    """The notice in the letter's language and, where that isn't German, in German below it: only the German text
    starts the time limit (§ 23 (1) VwVfG)."""
    if objection.text:
        return (objection.text,)
    languages = (language,) if language == "de" else (language, "de")
    return tuple(_filled(_wordings()[each][objection.kind], objection) for each in languages)


def _filled(wording: str, objection: Objection) -> str:
    return wording.replace("{authority}", objection.authority).replace("{address}", objection.address)
