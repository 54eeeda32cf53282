"""Everyday words and the official ones that stand in the texts: `synonyms.yaml`, asked when somebody searches.

A key is a word, or several in a row, as people type them; its values are words that services are found by. Nothing
is followed twice: an official word isn't looked up again.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from rathaus.core.text import fold

from .source import SourceDict, read_yaml
from .types.base import Language
from .types.problems import DefinitionsInvalid, Problem
from .validating import validate

FILE = "synonyms.yaml"
_NOT_LETTERS = re.compile(r"[^\w ]|[\d_]")

Words = Annotated[str, StringConstraints(min_length=2, max_length=60, strip_whitespace=True)]
Synonyms = Mapping[Language, Mapping[str, tuple[str, ...]]]
_Written = dict[Language, dict[Words, Annotated[tuple[Words, ...], Field(min_length=1)]]]


def load_synonyms(root: Path) -> Synonyms:
    """By language: folded everyday words, separated by one space → official words as written.

    Empty where the file is missing. Raises DefinitionsInvalid.
    """
    synonyms, problems = read_synonyms(root)
    if problems:
        raise DefinitionsInvalid(tuple(problems))
    return synonyms


def read_synonyms(root: Path) -> tuple[Synonyms, list[Problem]]:
    problems: list[Problem] = []
    if not (root / FILE).exists():
        return {}, problems
    data: Any = read_yaml(root / FILE, root, problems)
    written = validate(_Written, data, problems) if data is not None else None
    if written is None:
        return {}, problems
    return {language: _folded(words, data[language], problems) for language, words in written.items()}, problems


def _folded(
    words: Mapping[str, tuple[str, ...]], source: SourceDict, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    folded: dict[str, tuple[str, ...]] = {}
    for everyday, official in words.items():
        place = (source.file, source.lines[everyday])
        key = " ".join(fold(everyday).split())
        if _NOT_LETTERS.search(everyday):
            problems.append(Problem(*place, f"'{everyday}': only letters and spaces are compared"))
        if key in folded:
            problems.append(Problem(*place, f"'{everyday}' stands here twice (ä is ae, capital is small)"))
        if key in {fold(word) for word in official}:
            problems.append(Problem(*place, f"'{everyday}' stands for itself"))
        folded[key] = official
    return folded
