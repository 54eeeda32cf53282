"""Things that people keep in their account, put into a form and taken from what was sent.

Which questions make a thing is said by the form (`things` in form.yaml); nothing here knows a dog.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from rathaus.accounts.service import Persona, Thing, things_of
from rathaus.formengine.service import PageState, ServiceDefinition, ThingDefinition, ThingKind, load_things

from .details import dig
from .uploads import put


@dataclass(frozen=True)
class KindName:
    """What a kind of thing is called in the reader's language."""

    key: str
    one: str
    many: str
    icon: str


@dataclass(frozen=True)
class Offered:
    """The things of one kind that may be put into a page. `value` of the button says which, and where."""

    name: KindName
    choices: tuple[tuple[str, str], ...]  # value of the button, name of the thing


@dataclass(frozen=True)
class Told:
    """A thing that was sent with an application."""

    kind: str
    label: str
    data: Mapping[str, Any]


def thing_kinds(language: str) -> dict[str, KindName]:
    kinds = _kinds(settings.DEFINITIONS).items()
    names = ((key, kind.icon, kind.names["en" if language == "en" else "de"]) for key, kind in kinds)
    return {key: KindName(key, name.one, name.many, icon) for key, icon, name in names}


def offered_things(
    page: PageState, definition: ServiceDefinition, by: Persona | None, language: str
) -> tuple[Offered, ...]:
    """What the holder keeps that this page asks for. One query, and none where the page asks for nothing of that."""
    wanted = [(index, thing) for index, thing in enumerate(_things(definition)) if _stands_on(page, thing)]
    if not wanted or by is None or not by.may_read:
        return ()
    kept, names = things_of(by.holder), thing_kinds(language)
    found = []
    for index, thing in wanted:
        choices = tuple((f"{index}.{one.pk}", one.label) for one in kept if one.kind == thing.kind)
        if choices and thing.kind in names:
            found.append(Offered(names[thing.kind], choices))
    return tuple(found)


def put_thing(answers: Mapping[str, Any], definition: ServiceDefinition, by: Persona | None, wanted: str) -> Any:
    """The answers with the thing that a button named; unchanged for any other value."""
    index, _dot, key = wanted.partition(".")
    things = _things(definition)
    if by is None or not by.may_read or not index.isdecimal() or int(index) >= len(things):
        return answers
    thing = things[int(index)]
    chosen = next((one for one in things_of(by.holder, kind=thing.kind) if str(one.pk) == key), None)
    return answers if chosen is None else _filled(answers, definition, thing, chosen)


def told_things(definition: ServiceDefinition, answers: Mapping[str, Any]) -> list[Told]:
    """What was sent that people may want to keep: with a name, and something besides."""
    return [told for thing in _things(definition) for told in _told(thing, answers)]


def _filled(
    answers: Mapping[str, Any], definition: ServiceDefinition, thing: ThingDefinition, chosen: Thing
) -> dict[str, Any]:
    filled = deepcopy(dict(answers))
    prefix = _place(filled, definition, thing)
    for key in thing.fields:
        if chosen.data.get(key) not in (None, ""):
            put(filled, f"{prefix}{key}", chosen.data[key])
    return filled


def _place(answers: Mapping[str, Any], definition: ServiceDefinition, thing: ThingDefinition) -> str:
    """Before the keys: nothing, the composite, or the first row that says nothing of a thing yet (the last, if the
    group is full)."""
    if thing.within is None:
        return ""
    group = _field(definition, thing.within)
    if group is None or group.kind != "group":
        return f"{thing.within}."
    rows = answers.get(thing.within) or []
    free = (i for i, row in enumerate(rows) if not any((row or {}).get(key) for key in thing.fields))
    return f"{thing.within}.{min(next(free, len(rows)), group.max_rows - 1)}."


def _told(thing: ThingDefinition, answers: Mapping[str, Any]) -> Iterator[Told]:
    within = answers if thing.within is None else dig(answers, thing.within)
    for part in within if isinstance(within, list) else [within]:
        if isinstance(part, Mapping):
            data = {key: part[key] for key in thing.fields if part.get(key) not in (None, "")}
            label = " ".join(str(data[key]) for key in thing.label if key in data)
            if label:
                yield Told(thing.kind, label, data)


def _stands_on(page: PageState, thing: ThingDefinition) -> bool:
    wanted = {thing.within} if thing.within else set(thing.fields[:1])
    return wanted <= {field.path for field in page.fields}


def _field(definition: ServiceDefinition, key: str) -> Any:
    pages = definition.form.pages if definition.form else ()
    return next((field for page in pages for field in page.fields if field.key == key), None)


def _things(definition: ServiceDefinition) -> tuple[ThingDefinition, ...]:
    return definition.form.things if definition.form else ()


@lru_cache(maxsize=2)
def _kinds(definitions: Path) -> Mapping[str, ThingKind]:
    return load_things(definitions)
