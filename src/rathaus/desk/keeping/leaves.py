"""A definition flat: every value by its place, so that two versions can be laid side by side."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rathaus.formengine.service import ServiceDefinition

Place = tuple[str, ...]
Leaves = dict[Place, str]

RULES = {"visible", "required", "valid", "default", "rule", "options", "when", "fee", "confirmations"}
_NAMES = ("key", "name")


def content_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """A definition as JSON, its form and process without what is left at its default; unsound content as it is."""
    try:
        definition = ServiceDefinition.model_validate(content)
    except ValueError:
        return dict(content)
    short = definition.model_dump(mode="json", exclude_defaults=True, include={"form", "process"})
    return definition.model_dump(mode="json", exclude={"form", "process"}) | short


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Items of a list are placed by their key where they have one, so that moving one changes nothing else."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*place, str(key)))
    elif _named(value):
        for item in value:
            yield from leaves({k: v for k, v in item.items() if k not in _NAMES[:1]}, (*place, _name(item)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield place, "\n".join(_word(item) for item in value)
    else:
        yield place, _word(value)


def _named(value: Any) -> bool:
    """Whether it is a list of things that each have a key or name of their own."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str) and bool(value)
    if not (is_list and all(isinstance(item, Mapping) and any(n in item for n in _NAMES) for item in value)):
        return False
    return len({_name(item) for item in value}) == len(value)


def _name(item: Mapping[str, Any]) -> str:
    return str(next(item[name] for name in _NAMES if name in item))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    if isinstance(value, Mapping):
        return " · ".join(str(part) for part in value.values() if part not in (None, ""))
    return "" if value is None else str(value).strip()


def fields_of(content: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(path, key of the page, definition) of every field of a form, in their order."""
    for page in (content.get("form") or {}).get("pages", ()):
        yield from _fields(page.get("fields", ()), "", str(page.get("key", "")))


def _fields(fields: Any, prefix: str, page: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for field in fields:
        path = f"{prefix}{field.get('key', '')}"
        yield path, page, field
        yield from _fields(field.get("fields", ()), f"{path}.", page)
