"""Leichte Sprache: what a text must keep to, and the text with its placeholders filled in.

The rules are those that a machine can check of the guide of Netzwerk Leichte Sprache: one thought a sentence, few
words, long words divided.
"""

import re
from collections.abc import Iterator

from .form import Context
from .types.parameters import ParameterDefinition
from .types.problems import Finding, Loc
from .types.texts import PlainText
from .wording import PLACEHOLDER, fill

MOST_WORDS = 12
LONGEST_WORD = 20
_END = re.compile(r"(?<!\d)[.!?](?=\s|$)")
_LAST = (".", "!", "?", ":")
_WORD = re.compile(r"[^\W\d_]+")


def plain_findings(plain: PlainText) -> Iterator[Finding]:
    for section in PlainText.model_fields:
        value = getattr(plain, section)
        if section == "title":
            continue
        items = [value] if isinstance(value, str) else value
        for index, sentence in enumerate(items):
            loc: Loc = ("plain", section) if isinstance(value, str) else ("plain", section, index)
            yield from ((loc, f"{message}: {sentence}") for message in _faults(sentence))


def _faults(sentence: str) -> Iterator[str]:
    bare = PLACEHOLDER.sub("wert", sentence)
    if not bare.endswith(_LAST) or len(_END.findall(bare[:-1])) > 0:
        yield "one sentence is needed, with its full stop"
    if len(bare.split()) > MOST_WORDS:
        yield f"a sentence has at most {MOST_WORDS} words"
    if ";" in bare:
        yield "a sentence has no semicolon"
    long = [word for word in _WORD.findall(bare) if len(word) > LONGEST_WORD]
    if long:
        yield f"divide long words like Haus·nummer ({', '.join(long)})"


def fill_plain(plain: PlainText, definitions: tuple[ParameterDefinition, ...], context: Context) -> PlainText:
    """The text for one municipality."""

    def filled(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if isinstance(value, str):
            return fill(value, definitions, context)
        return tuple(fill(item, definitions, context) for item in value)

    return plain.model_copy(update={name: filled(getattr(plain, name)) for name in PlainText.model_fields})
