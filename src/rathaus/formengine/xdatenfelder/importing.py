"""The door: a file from the FIM portal becomes the content of a draft service."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .drafting import Drafter
from .fields import shortened
from .notes import Note, SchemaRefused
from .reading import read_xml
from .schema import Schema, SchemaRule, read_structure

MAX_FIELDS = 500
_ID = re.compile(r"\b([FG])(\d{2})(\d{3,12})\b")


@dataclass(frozen=True, slots=True)
class ImportedSchema:
    """What the schema says, as parts of a service's definition: form, applicant and words.

    `todos` is what a person must still do, `warnings` what got lost on the way and may be.
    """

    content: Mapping[str, Any]
    todos: tuple[Note, ...]
    warnings: tuple[Note, ...]
    source: str


def read_schema(data: bytes) -> ImportedSchema:
    """Raises SchemaRefused with a sentence for whoever uploaded it; never anything else, whatever is in the file."""
    schema = read_structure(read_xml(data))
    _check_size(schema)
    title = shortened(schema.title) or "Neue Leistung"
    drafter = Drafter()
    drafter.top(schema.parts, title)
    if not drafter.pages:
        raise SchemaRefused("no_fields")
    drafter.rules += [(rule, "", title) for rule in schema.rules]
    applicant = _applicant(drafter)
    todos = [*_rule_notes(drafter), *drafter.todos]
    if "email" not in applicant:
        applicant["email"] = drafter.add_contact()
        todos.append(Note("email_added", applicant["email"]))
    todos += [Note("english"), Note("texts")]
    pages = {path: page["key"] for page in drafter.pages for path in _paths(page["fields"], "")}
    content = {
        "applicant": applicant,
        "form": {"pages": drafter.pages},
        "texts": {language: _texts(schema, drafter, title, language) for language in ("de", "en")},
    }
    return ImportedSchema(
        content=content,
        todos=tuple(_with_page(note, pages) for note in todos),
        warnings=tuple(_with_page(note, pages) for note in drafter.warnings),
        source=f"{schema.id} {schema.version}".strip(),
    )


def _check_size(schema: Schema) -> None:
    count = sum(1 for _ in schema.fields())
    if count == 0:
        raise SchemaRefused("no_fields")
    if count > MAX_FIELDS:
        raise SchemaRefused("too_many_fields", limit=MAX_FIELDS)


def _texts(schema: Schema, drafter: Drafter, title: str, language: str) -> dict[str, Any]:
    german = language == "de"
    return {
        "title": title,
        "description": shortened(schema.description, 4000),
        "legal_basis": [{"name": shortened(reference)} for reference in schema.references[:20]],
        "pages": drafter.page_words if german else drafter.page_english,
        "fields": drafter.words if german else drafter.english,
    }


def _applicant(drafter: Drafter) -> dict[str, str]:
    """The first person, organisation, address and e-mail address on the pages, rows left out."""
    wanted = {"person": "person", "organisation": "organisation", "address": "address", "email": "email"}
    found: dict[str, str] = {}
    for page in drafter.pages:
        for definition in page["fields"]:
            name = wanted.get(definition["kind"])
            if name and name not in found:
                found[name] = definition["key"]
    return found


def _rule_notes(drafter: Drafter) -> Iterator[Note]:
    """Free text can't be run: each rule is a to-do at the field it belongs to, with the fields that it mentions."""
    ids = {_identity(id_): paths for id_, paths in drafter.places.items() if _ID.fullmatch(id_)}
    seen: set[tuple[SchemaRule, str]] = set()
    for rule, path, owner in drafter.rules:
        if (rule, path) not in seen:
            seen.add((rule, path))
            mentioned = dict.fromkeys(p for m in _ID.finditer(rule.text) for p in ids.get(_identity(m[0]), ()))
            values = {"name": shortened(rule.name), "text": shortened(rule.text, 2000), "owner": shortened(owner)}
            yield Note("rule", path or next(iter(mentioned), ""), values={**values, "mentions": list(mentioned)})


def _identity(id_: str) -> tuple[str, str, int]:
    """F60000243 and F60000000243 are the same element, written for version 2 and 3."""
    match = _ID.fullmatch(id_)
    assert match is not None
    return match[1], match[2], int(match[3])


def _paths(fields: list[Mapping[str, Any]], prefix: str) -> Iterator[str]:
    for definition in fields:
        path = f"{prefix}{definition['key']}"
        yield path
        yield from _paths(definition.get("fields", []), f"{path}.")


def _with_page(note: Note, pages: Mapping[str, str]) -> Note:
    return Note(note.code, note.path, pages.get(note.path, note.page), note.values)
