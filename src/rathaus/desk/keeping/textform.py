"""A service's words as a form: the municipality's own beside the shared ones, which hold where a field is empty."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.formengine.service import (
    ALWAYS,
    CompiledForm,
    FieldError,
    FieldText,
    OwnText,
    ServiceDefinition,
    ServiceText,
    placeholders,
    plain_form,
)

from .sheets import Answers, Refused

LABELS = {
    "title": gettext_lazy("Name der Leistung"),
    "summary": gettext_lazy("Kurz gesagt"),
    "description": gettext_lazy("Worum es geht"),
    "audience": gettext_lazy("Für wen"),
    "requirements": gettext_lazy("Voraussetzungen"),
    "documents": gettext_lazy("Unterlagen"),
    "cost": gettext_lazy("Kosten"),
    "period": gettext_lazy("Frist"),
    "duration": gettext_lazy("Dauer"),
    "procedure": gettext_lazy("Ablauf"),
    "legal_basis": gettext_lazy("Rechtsgrundlagen"),
    "keywords": gettext_lazy("Suchwörter"),
    "link_label": gettext_lazy("Aufschrift der Verknüpfung"),
}
_LINES = {"requirements", "documents", "procedure", "keywords", "legal_basis"}
_LIMITS = {"title": 200, "summary": 300, "link_label": 200}
_ONE_LINE = {"title", "link_label"}
_LINE = 200
_FEWEST_KEYWORDS = 3


@dataclass(frozen=True)
class Words:
    """One text in two wordings."""

    key: str
    label: str
    shared: str


def texts_of(definition: ServiceDefinition, language: str) -> ServiceText:
    return definition.texts[language]  # type: ignore[index]  # one of LANGUAGES


def words_of(definition: ServiceDefinition, language: str) -> list[Words]:
    """Every text that can be worded anew, as the shared definition says it."""
    texts = texts_of(definition, language)
    keys = [key for key in OwnText.model_fields if key in LABELS]
    return [Words(key, str(LABELS[key]), to_text(key, getattr(texts, key))) for key in keys]


def text_form(words: list[Words]) -> CompiledForm:
    fields = [
        {
            "key": one.key,
            "kind": "text" if one.key in _ONE_LINE else "longtext",
            "required": False,
            "max_length": _LIMITS.get(one.key, 8000),
            "width": "xl",
        }
        for one in words
    ]
    return plain_form(fields, {one.key: FieldText(label=one.label, help=_help(one.key)) for one in words})


def to_text(key: str, value: Any) -> str:
    """A text as it is typed: lists line by line, a law with its address after a bar."""
    if value is None:
        return ""
    if key == "legal_basis":
        return "\n".join(_law(law) for law in value)
    return "\n".join(value) if key in _LINES else str(value).strip()


def to_value(key: str, text: str) -> Any:
    if key not in _LINES:
        return text.strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if key != "legal_basis":
        return lines
    laws = [line.partition("|") for line in lines]
    return [{"name": name.strip(), "url": url.strip()} for name, _bar, url in laws]


def to_own(definition: ServiceDefinition, answers: Answers) -> dict[str, Any]:
    """The own words of one language. Raises Refused with every fault at its field."""
    own = {key: to_value(key, text) for key, text in answers.items() if text}
    known = {parameter.key for parameter in definition.parameters} | ALWAYS
    errors = [
        FieldError(key, str(LABELS[key]), message)
        for key, value in own.items()
        for message in _faults(key, value, known)
    ]
    if errors:
        raise Refused(errors)
    return own


def _faults(key: str, value: Any, known: set[str] | frozenset[str]) -> Iterator[str]:
    """The first fault of a text."""
    texts = _texts(value)
    unknown = [name for text in texts for name in placeholders(text) if name not in known]
    long = [number for number, text in enumerate(texts, 1) if key in _LINES and len(text) > _LINE]
    if unknown:
        yield _("Den Platzhalter {%(name)s} gibt es hier nicht.") % {"name": unknown[0]}
    elif long:
        yield _("Zeile %(number)s ist zu lang: Höchstens %(limit)s Zeichen sind möglich.") % {
            "number": long[0],
            "limit": _LINE,
        }
    elif key == "keywords" and len(value) < _FEWEST_KEYWORDS:
        yield _("Geben Sie mindestens 3 Suchwörter an, jedes in einer eigenen Zeile.")
    elif key == "legal_basis":
        yield from address_faults(value)


def address_faults(laws: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if any(law["url"] and not law["url"].startswith("https://") for law in laws):
        yield _("Eine Adresse beginnt mit https:// und steht hinter einem senkrechten Strich.")


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item["name"] if isinstance(item, Mapping) else item for item in value]


def _law(law: Any) -> str:
    name, url = (law["name"], law.get("url", "")) if isinstance(law, Mapping) else (law.name, law.url)
    return f"{name} | {url}" if url else name


def _help(key: str) -> str:
    if key == "legal_basis":
        return _("Jede in einer eigenen Zeile; eine Adresse hinter einem senkrechten Strich: Satzung | https://…")
    return _("Jeder Punkt in einer eigenen Zeile.") if key in _LINES else ""
