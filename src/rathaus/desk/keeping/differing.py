"""What differs between two states of a service, in words: settings, times, fields, rules, texts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from rathaus.catalogue.service import Terms
from rathaus.formengine.service import OwnText, ServiceDefinition, resolve_values, show_value

from .leaves import RULES, Leaves, content_of, fields_of, leaves
from .placewords import attribute, language_name, text_name, window_words
from .textform import to_text


@dataclass(frozen=True)
class Snapshot:
    """A state of a service: its definition as JSON, and the terms on which it is offered, if it is."""

    content: Mapping[str, Any]
    terms: Terms | None = None

    @classmethod
    def of(cls, definition: ServiceDefinition, terms: Terms) -> "Snapshot":
        return cls(definition.model_dump(mode="json"), terms)


@dataclass(frozen=True)
class Change:
    """`kind`: new, gone or changed. `parts` are both wordings piece by piece: (kind, text)."""

    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        return "new" if not self.before else "gone" if not self.after else "changed"

    @property
    def parts_before(self) -> list[tuple[str, str]]:
        return [(kind, text) for kind, text in self._parts() if kind != "new"]

    @property
    def parts_after(self) -> list[tuple[str, str]]:
        return [(kind, text) for kind, text in self._parts() if kind != "gone"]

    def _parts(self) -> Iterator[tuple[str, str]]:
        before, after = _tokens(self.before), _tokens(self.after)
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag == "equal":
                yield "same", "".join(before[i:j])
                continue
            if before[i:j]:
                yield "gone", "".join(before[i:j])
            if after[k:m]:
                yield "new", "".join(after[k:m])


@dataclass(frozen=True)
class Section:
    title: str
    changes: list[Change]


def differences(before: Snapshot, after: Snapshot) -> list[Section]:
    """All that differs, by section; sections without a change are left out."""
    old, new = (Snapshot(content_of(one.content), one.terms) for one in (before, after))
    readers: list[tuple[str, Callable[[Snapshot], Leaves]]] = [
        (_("Einstellungen"), _values),
        (_("Zeiten und Amt"), _window),
        (_("Felder"), _fields),
        (_("Regeln und Ablauf"), _rules),
        (_("Texte"), _texts),
        (_("Übriges"), _rest),
    ]
    sections = [Section(title, _compare(read(old), read(new))) for title, read in readers]
    return [section for section in sections if section.changes]


def _compare(old: Leaves, new: Leaves) -> list[Change]:
    places = [*new, *(place for place in old if place not in new)]
    return [
        Change(" · ".join(place), old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place, "") != new.get(place, "")
    ]


def _values(one: Snapshot) -> Leaves:
    """What the parameters say, set or by default; for members what they set themselves."""
    definition = _sound(one)
    if definition is None or one.terms is None:
        return {}
    labels = definition.texts["de"].parameters
    found: Leaves = {}
    for whose, given in [("", one.terms.parameters), *sorted(one.terms.members.items())]:
        values, _wrong = resolve_values(definition.parameters, given)
        for parameter in definition.parameters:
            if parameter.key in values and (not whose or parameter.key in given):
                label = labels.get(parameter.key, parameter.key)
                place = (whose, label) if whose else (label,)
                found[place] = show_value(parameter, values[parameter.key], "de")
    return found


def _window(one: Snapshot) -> Leaves:
    return window_words(one.terms) if one.terms else {}


def _fields(one: Snapshot) -> Leaves:
    """One line for each field: its kind and what it allows. Questions are texts, conditions are rules."""
    found: Leaves = {}
    for path, page, field in fields_of(one.content):
        said = [f"{_('Seite')}: {_page_name(one, page)}"]
        for key, value in {"kind": "", **field}.items():
            if key not in {"key", "fields"} and not _is_rule(key, value):
                said += [f"{attribute(key)}: {text}" for _place, text in leaves(value) if text]
        found[_field_name(one, path),] = "\n".join(said)
    order = [_field_name(one, path) for path, _page, _field in fields_of(one.content) if "." not in path]
    return {**found, (_("Reihenfolge der Felder"),): "\n".join(order)} if order else found


def _rules(one: Snapshot) -> Leaves:
    form = one.content.get("form") or {}
    return {
        **_field_rules(one),
        **_page_rules(one, form.get("pages", ())),
        **_parts({"fee": form.get("fee"), "confirmations": form.get("confirmations")}),
        **_parts({"process": one.content.get("process")}),
    }


def _field_rules(one: Snapshot) -> Leaves:
    return {
        (_field_name(one, path), attribute(key), *place): text
        for path, _page, field in fields_of(one.content)
        for key, value in field.items()
        if _is_rule(key, value)
        for place, text in leaves(value)
    }


def _page_rules(one: Snapshot, pages: Any) -> Leaves:
    return {
        (_("Seite"), _page_name(one, page["key"]), attribute("visible")): page["visible"]
        for page in pages
        if page.get("visible")
    }


def _parts(parts: Mapping[str, Any]) -> Leaves:
    """Parts of a definition by their names."""
    return {
        (attribute(part), *map(attribute, place)): text
        for part, value in parts.items()
        for place, text in leaves(value or {})
    }


def _texts(one: Snapshot) -> Leaves:
    """The words that people read: the municipality's own where there are some."""
    found: Leaves = {}
    own = one.terms.texts if one.terms else {}
    for language, texts in (one.content.get("texts") or {}).items():
        words = {**texts, **_own(own.get(language))}
        for key, value in words.items():
            listed = {(): to_text(key, value)} if isinstance(value, list) else dict(leaves(value))
            for place, text in listed.items():
                found[language_name(language), *text_name(one.content, (key, *place))] = text
    for place, text in leaves(one.content.get("plain") or {}):
        found[_("Leichte Sprache"), *text_name(one.content, place)] = text
    return found


def _rest(one: Snapshot) -> Leaves:
    told = {"form", "process", "texts", "plain", "key"}
    return _parts({key: value for key, value in one.content.items() if key not in told})


def _own(texts: Mapping[str, Any] | None) -> dict[str, Any]:
    return OwnText.model_validate(texts).model_dump(mode="json", exclude_unset=True) if texts else {}


def _sound(one: Snapshot) -> ServiceDefinition | None:
    try:
        return ServiceDefinition.model_validate(one.content)
    except ValueError:
        return None


def _is_rule(key: str, value: Any) -> bool:
    return key in RULES and not isinstance(value, bool)


def _field_name(one: Snapshot, path: str) -> str:
    return text_name(one.content, ("fields", path))[-1]


def _page_name(one: Snapshot, key: str) -> str:
    return text_name(one.content, ("pages", key))[-1]


def _tokens(text: str) -> list[str]:
    """Words with the space behind them."""
    words: list[str] = []
    for character in text:
        if words and (not words[-1][-1].isspace() or character.isspace()):
            words[-1] += character
        else:
            words.append(character)
    return words
