"""One line of text, and many."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rathaus.core.text import clean_text, one_line, visible
from rathaus.formengine.patterns import fits
from rathaus.formengine.types.fields import FieldDefinition, LongTextField, TextField

from .base import Asked, Kind, Wrong, first

_NAME_MARKS = frozenset(" '’‘ʼ`´-‐‑–.,/()·ªº")


def many_lines(text: str) -> str:
    """Like one_line, but line breaks and the spaces inside a line stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return visible("\n".join(clean_text(line.replace("\t", " ")).rstrip() for line in lines).strip("\n "))


@lru_cache(maxsize=4096)
def _belongs_in_a_name(letter: str) -> bool:
    """The Latin letters of DIN 91379 and its modifier letters, combining marks and punctuation."""
    if letter in _NAME_MARKS or unicodedata.combining(letter):
        return True
    name = unicodedata.name(letter, "")
    return name.startswith(("LATIN ", "MODIFIER LETTER "))


class Text(Kind):
    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        assert isinstance(field, TextField)
        value = one_line(first(typed))
        if not value:
            return None
        if len(value) > field.max_length:
            raise Wrong("too_long", limit=field.max_length, length=len(value))
        if len(value) < field.min_length:
            raise Wrong("too_short", limit=field.min_length)
        if field.letters == "name":
            foreign = dict.fromkeys(letter for letter in value if not _belongs_in_a_name(letter))
            if foreign:
                raise Wrong("name_letters", letters=" ".join(list(foreign)[:8]))
        if field.pattern and not fits(field.pattern, value):
            raise Wrong("pattern")
        return value

    def max_length(self, field: FieldDefinition) -> int | None:
        return field.max_length if isinstance(field, TextField) else None  # a computed text has none


class LongText(Kind):
    width = "xl"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        assert isinstance(field, LongTextField)
        value = many_lines(first(typed))
        if len(value) > field.max_length:
            raise Wrong("too_long", limit=field.max_length, length=len(value))
        return value or None

    def max_length(self, field: FieldDefinition) -> int | None:
        assert isinstance(field, LongTextField)
        return field.max_length


class Composed(Kind):
    """A person, an address, a period: its parts are read one by one, here it only has words."""

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> Any:
        return None
