"""Pages and fields of a form: found, added, moved, changed, removed, always with their words.

Content is the JSON of a ServiceDefinition and may be unsound; nothing here changes what it is given, each function
returns a new content. The key of a field is given once and stays: answers and rules know the field by it.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.formengine.types.base import LANGUAGES
from rathaus.formengine.xdatenfelder.keys import key_of

Content = Mapping[str, Any]
Words = Mapping[str, Mapping[str, Any]]
"""What a field says, by language."""

Rule = str | bool | None

MAX_FIELDS = 500
MAX_PAGES = 50
KEPT: tuple[str, ...] = ("key", "kind", "fields", "group", "rule", "type")
HOLDERS = ("group", "person", "address", "organisation", "daterange")


class NotThere(KeyError):  # reads as what it says where it is caught
    """There is no page or field of that name: it was removed, or somebody made the address up."""


class Refused(ValueError):  # as above
    """A change that makes no sense here; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Line:
    """A field in the list of all: `depth` counts the fields around it, `place` is its way through the content."""

    path: str
    definition: Mapping[str, Any]
    page: str
    depth: int
    place: str
    first: bool
    last: bool


def pages_of(content: Content) -> list[dict[str, Any]]:
    form = content.get("form") or {}
    pages: list[dict[str, Any]] = form.get("pages") or []
    return pages


def lines(content: Content) -> Iterator[Line]:
    """All fields in reading order."""
    for number, page in enumerate(pages_of(content)):
        yield from _lines(page["fields"], page["key"], "", 0, f"form.pages.{number}")


def find_line(content: Content, path: str) -> Line:
    found = next((line for line in lines(content) if line.path == path), None)
    if found is None:
        raise NotThere(path)
    return found


def find_page(content: Content, key: str) -> dict[str, Any]:
    found = next((page for page in pages_of(content) if page["key"] == key), None)
    if found is None:
        raise NotThere(key)
    return found


def words_of(content: Content, path: str) -> dict[str, dict[str, Any]]:
    """A field's words by language; empty where there are none yet."""
    texts = content.get("texts") or {}
    return {lang: dict(texts.get(lang, {}).get("fields", {}).get(path, {})) for lang in LANGUAGES}


def page_words_of(content: Content, key: str) -> dict[str, dict[str, Any]]:
    texts = content.get("texts") or {}
    return {lang: dict(texts.get(lang, {}).get("pages", {}).get(key, {})) for lang in LANGUAGES}


# fields


def add_field(
    content: Content, page: str, definition: Mapping[str, Any], words: Mapping[str, Words], *, inside: str = ""
) -> tuple[dict[str, Any], str]:
    """At the end of a page, or of a group or composite; gives the new content and the field's path.

    `definition` has a key as a wish, which gets a number where it is taken; `words` are by path within the field,
    "" for its own.
    """
    changed = copy.deepcopy(dict(content))
    if sum(1 for _ in lines(changed)) >= MAX_FIELDS:
        raise Refused("too_many_fields")
    if definition["kind"] == "appointment":
        _refuse_appointment(changed, inside)
    siblings = _held_by(changed, inside) if inside else find_page(changed, page)["fields"]
    if inside and definition["kind"] in HOLDERS and find_line(changed, inside).definition["kind"] != "group":
        raise Refused("too_deep")
    if inside and definition["kind"] == "group":
        raise Refused("group_in_group")
    taken = {field["key"] for field in siblings} if inside else _keys(changed)
    key = key_of(str(definition["key"]), set(taken))
    siblings.append({**copy.deepcopy(dict(definition)), "key": key})
    path = f"{inside}.{key}" if inside else key
    for part, by_language in words.items():
        _set_words(changed, f"{path}.{part}" if part else path, by_language)
    return changed, path


def _refuse_appointment(content: Content, inside: str) -> None:
    """As `visiting` checks it: a form has one, on a page itself."""
    if inside:
        raise Refused("appointment_inside")
    if any(line.definition["kind"] == "appointment" for line in lines(content)):
        raise Refused("one_appointment")


def change_field(content: Content, path: str, definition: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Other settings and words for a field; its key, kind and parts stay."""
    changed = copy.deepcopy(dict(content))
    siblings, index = _position(changed, path)
    old = siblings[index]
    kept = {name: old[name] for name in KEPT if name in old}
    siblings[index] = {**copy.deepcopy(dict(definition)), **kept}
    _set_words(changed, path, words)
    return changed


def set_rule(content: Content, path: str, name: str, rule: Rule) -> dict[str, Any]:
    """`name` is visible, required, default, options, rule, or valid.<key>; None takes the rule away."""
    changed = copy.deepcopy(dict(content))
    siblings, index = _position(changed, path)
    target, key = siblings[index], name
    if name.startswith("valid."):
        target, key = target.setdefault("valid", {}), name.removeprefix("valid.")
    if rule is None:
        target.pop(key, None)
    else:
        target[key] = rule
    return changed


def set_page_rule(content: Content, key: str, rule: str | None) -> dict[str, Any]:
    changed = copy.deepcopy(dict(content))
    page = find_page(changed, key)
    page.pop("visible", None)
    if rule:
        page["visible"] = rule
    return changed


def set_words(content: Content, path: str, words: Words) -> dict[str, Any]:
    changed = copy.deepcopy(dict(content))
    _set_words(changed, path, words)
    return changed


def move_field(content: Content, path: str, by: int) -> dict[str, Any]:
    """One place up (-1) or down (+1) among its neighbours; past the end it goes to the next page, if there is one."""
    changed = copy.deepcopy(dict(content))
    siblings, index = _position(changed, path)
    target = index + by
    if 0 <= target < len(siblings):
        siblings.insert(target, siblings.pop(index))
        return changed
    page = find_line(changed, path).page
    keys = [one["key"] for one in pages_of(changed)]
    neighbour = keys.index(page) + by
    if "." in path or not 0 <= neighbour < len(keys):
        return changed
    field = siblings.pop(index)
    others = pages_of(changed)[neighbour]["fields"]
    others.insert(0 if by > 0 else len(others), field)
    return changed


def move_to_page(content: Content, path: str, page: str) -> dict[str, Any]:
    """To the end of another page. What stands inside a group stays there."""
    if "." in path:
        raise Refused("inside_a_group")
    changed = copy.deepcopy(dict(content))
    target = find_page(changed, page)["fields"]
    siblings, index = _position(changed, path)
    target.append(siblings.pop(index))
    return changed


def remove_field(content: Content, path: str) -> dict[str, Any]:
    """With its parts and all its words. Rules that name it are left to the check."""
    changed = copy.deepcopy(dict(content))
    siblings, index = _position(changed, path)
    del siblings[index]
    for lang in LANGUAGES:
        fields = changed.get("texts", {}).get(lang, {}).get("fields", {})
        for name in [name for name in fields if name == path or name.startswith(f"{path}.")]:
            del fields[name]
    return changed


# pages


def add_page(content: Content, words: Words) -> tuple[dict[str, Any], str]:
    """A page without fields at the end; gives the new content and its key."""
    changed = copy.deepcopy(dict(content))
    pages = changed.setdefault("form", {}).setdefault("pages", [])
    if len(pages) >= MAX_PAGES:
        raise Refused("too_many_pages")
    key = key_of(str(words["de"]["title"]), {page["key"] for page in pages}, fallback="seite")
    pages.append({"key": key, "fields": []})
    _set_page_words(changed, key, words)
    return changed, key


def rename_page(content: Content, key: str, words: Words) -> dict[str, Any]:
    changed = copy.deepcopy(dict(content))
    find_page(changed, key)
    _set_page_words(changed, key, words)
    return changed


def move_page(content: Content, key: str, by: int) -> dict[str, Any]:
    changed = copy.deepcopy(dict(content))
    pages = pages_of(changed)
    index = pages.index(find_page(changed, key))
    target = min(max(index + by, 0), len(pages) - 1)
    pages.insert(target, pages.pop(index))
    return changed


def remove_page(content: Content, key: str) -> dict[str, Any]:
    """Only an empty page goes; its fields are moved or removed first."""
    changed = copy.deepcopy(dict(content))
    page = find_page(changed, key)
    if page["fields"]:
        raise Refused("page_not_empty")
    pages_of(changed).remove(page)
    for lang in LANGUAGES:
        changed.get("texts", {}).get(lang, {}).get("pages", {}).pop(key, None)
    return changed


# inside


def _lines(fields: list[dict[str, Any]], page: str, prefix: str, depth: int, place: str) -> Iterator[Line]:
    for number, definition in enumerate(fields):
        path, here = f"{prefix}{definition['key']}", f"{place}.fields.{number}"
        yield Line(path, definition, page, depth, here, first=number == 0, last=number == len(fields) - 1)
        yield from _lines(definition.get("fields") or [], page, f"{path}.", depth + 1, here)


def _position(content: Content, path: str) -> tuple[list[dict[str, Any]], int]:
    """The list in which a field stands, and where."""
    *around, key = path.split(".")
    held = [_held_by(content, ".".join(around))] if around else [page["fields"] for page in pages_of(content)]
    for siblings in held:
        for index, field in enumerate(siblings):
            if field["key"] == key:
                return siblings, index
    raise NotThere(path)


def _held_by(content: Content, path: str) -> list[dict[str, Any]]:
    definition = find_line(content, path).definition
    if definition.get("kind") not in HOLDERS:
        raise NotThere(path)
    held: list[dict[str, Any]] = definition["fields"]
    return held


def _keys(content: Content) -> set[str]:
    return {field["key"] for page in pages_of(content) for field in page["fields"]}


def _set_words(content: dict[str, Any], path: str, words: Words) -> None:
    texts = content.setdefault("texts", {})
    for lang in LANGUAGES:
        fields = texts.setdefault(lang, {}).setdefault("fields", {})
        fields[path] = {name: value for name, value in (words.get(lang) or words["de"]).items() if value}


def _set_page_words(content: dict[str, Any], key: str, words: Words) -> None:
    texts = content.setdefault("texts", {})
    for lang in LANGUAGES:
        pages = texts.setdefault(lang, {}).setdefault("pages", {})
        pages[key] = {name: value for name, value in (words.get(lang) or words["de"]).items() if value}
