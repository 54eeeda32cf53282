"""A data schema in its own terms, alike for both versions of the standard."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .notes import SchemaRefused
from .reading import Node

_ROOT = "xdatenfelder.stammdatenschema.0102"
_FAMILY = "urn:xoev-de:fim:standard:xdatenfelder_"
_VERSIONS = re.compile(r"(2|3\.[0-9]+\.[0-9]+)")
_ENDLESS = 1e15
_COUNT = re.compile(r"(\d{1,6}):(\d{1,6}|\*)")


@dataclass(frozen=True, slots=True)
class Count:
    """How often something occurs; `most` is None for any number."""

    least: int = 1
    most: int | None = 1

    @property
    def repeats(self) -> bool:
        return self.most is None or self.most > 1


@dataclass(frozen=True, slots=True)
class SchemaRule:
    """In version 2 the sentence stands in `definition`, in version 3 in `freitextRegel`."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    name: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """What fields and groups have in common. `label` is what is asked, `short` what stands on the paper."""

    id: str
    name: str
    label: str
    short: str
    help: str
    count: Count
    rules: tuple[SchemaRule, ...]


@dataclass(frozen=True, slots=True)
class SchemaField(Element):
    art: str = "input"
    type: str = "text"
    limits: Limits = field(default_factory=Limits)
    content: str = ""
    codes: tuple[Code, ...] = ()
    code_list: str = ""
    media_types: tuple[str, ...] = ()
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class SchemaGroup(Element):
    """`pick_one`: a choice group of version 3, of which just one part is filled in."""

    parts: tuple["SchemaField | SchemaGroup", ...] = ()
    pick_one: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    standard: str
    id: str
    version: str
    title: str
    description: str
    references: tuple[str, ...]
    rules: tuple[SchemaRule, ...]
    parts: tuple[SchemaField | SchemaGroup, ...]

    def fields(self) -> Iterator[SchemaField]:
        return _fields(self.parts)


def read_structure(root: Node) -> Schema:
    """Raises SchemaRefused for XML that is something else."""
    family, _, version = root.namespace.rpartition("_")
    if f"{family}_" != _FAMILY or root.name != _ROOT:
        raise SchemaRefused("other_xml", found=f"{root.name[:80]} ({root.namespace[:120] or '–'})")
    if not _VERSIONS.fullmatch(version):
        raise SchemaRefused("other_version", found=root.namespace[:120])
    schema = root.child("stammdatenschema")
    if schema is None:
        raise SchemaRefused("no_fields")
    identity = schema.child("identifikation") or schema
    return Schema(
        standard=version,
        id=identity.value("id"),
        version=identity.value("version"),
        title=schema.value("bezeichnung") or schema.value("bezeichnungEingabe") or schema.value("name"),
        description=schema.value("beschreibung") or schema.value("definition"),
        references=tuple(dict.fromkeys(node.text for node in schema.all("bezug") if node.text)),
        rules=_rules(schema),
        parts=_parts(schema),
    )


def _fields(parts: tuple[SchemaField | SchemaGroup, ...]) -> Iterator[SchemaField]:
    for part in parts:
        if isinstance(part, SchemaField):
            yield part
        else:
            yield from _fields(part.parts)


def _parts(owner: Node) -> tuple[SchemaField | SchemaGroup, ...]:
    found: list[SchemaField | SchemaGroup] = []
    for structure in owner.all("struktur"):
        count = _count(structure.value("anzahl"))
        content = structure.child("enthaelt")
        for node in content.children if content is not None and count.most != 0 else ():
            if node.name == "datenfeld":
                found.append(_field(node, count))
            elif node.name == "datenfeldgruppe":
                found.append(_group(node, count))
    return tuple(found)


def _element(node: Node, count: Count) -> Element:
    identity = node.child("identifikation") or node
    name = node.value("name") or node.value("bezeichnungEingabe") or identity.value("id") or "Feld"
    return Element(
        id=identity.value("id"),
        name=name,
        label=node.value("bezeichnungEingabe") or name,
        short=node.value("bezeichnungAusgabe"),
        help=node.value("hilfetextEingabe"),
        count=count,
        rules=_rules(node),
    )


def _common(element: Element) -> dict[str, object]:
    return {name: getattr(element, name) for name in Element.__slots__}


def _field(node: Node, count: Count) -> SchemaField:
    reference = node.child("codelisteReferenz")
    values = node.child("werte")
    return SchemaField(
        **_common(_element(node, count)),  # type: ignore[arg-type]  # the fields of Element by their names
        art=node.code("feldart") or "input",
        type=node.code("datentyp") or "text",
        limits=_limits(node.child("praezisierung")),
        content=node.value("inhalt"),
        codes=tuple(_codes(values)) if values is not None else (),
        code_list=_code_list(reference) if reference is not None else "",
        media_types=tuple(child.text for child in node.all("mediaType")),
        max_bytes=_whole(node.value("maxSize")),
    )


def _group(node: Node, count: Count) -> SchemaGroup:
    return SchemaGroup(
        **_common(_element(node, count)),  # type: ignore[arg-type]  # the fields of Element by their names
        parts=_parts(node),
        pick_one=node.code("art") == "X",
    )


def _count(text: str) -> Count:
    match = _COUNT.fullmatch(text)
    if match is None:
        return Count()
    least, most = int(match[1]), None if match[2] == "*" else int(match[2])
    return Count(least, most if most is None else max(least, most))


def _rules(owner: Node) -> tuple[SchemaRule, ...]:
    found = []
    for rule in owner.all("regel"):
        text = rule.value("freitextRegel") or rule.value("definition") or rule.value("beschreibung")
        name = rule.value("name")
        if text or name:
            found.append(SchemaRule(name or text[:60], text or name))
    return tuple(found)


def _codes(values: Node) -> Iterator[Code]:
    for value in values.all("wert"):
        name = value.value("name") or value.value("code")
        if name:
            yield Code(value.value("code") or name, name, value.value("hilfe"))


def _code_list(reference: Node) -> str:
    """What names the list; version 2 wraps it once more."""
    names = reference.child("genericodeIdentification") or reference
    return names.value("canonicalVersionUri") or names.value("canonicalIdentification") or "–"


def _limits(node: Node | None) -> Limits:
    """Version 3 writes attributes, version 2 a JSON object as text; what isn't readable limits nothing."""
    if node is None:
        return Limits()
    found: dict[str, object] = dict(node.attributes)
    if node.text.startswith("{"):
        try:
            data = json.loads(node.text)
        except (ValueError, RecursionError):
            data = {}
        found = {**(data if isinstance(data, dict) else {}), **found}
    return Limits(
        min_length=_whole(found.get("minLength")),
        max_length=_whole(found.get("maxLength")),
        minimum=_number(found.get("minValue")),
        maximum=_number(found.get("maxValue")),
        pattern=str(found.get("pattern") or ""),
    )


def _whole(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number >= 0 else None


def _number(value: object) -> float | None:
    try:
        number = float(str(value).replace(",", ".")[:40])
    except ValueError:
        return None
    return number if abs(number) < _ENDLESS else None  # false for NaN and infinity, too
