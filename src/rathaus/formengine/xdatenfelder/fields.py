"""One field of a schema as a field of a form, with its words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.core.text import clean_text, fold
from rathaus.formengine.patterns import pattern_fault

from .keys import key_of
from .notes import Note
from .schema import SchemaField

_SHORT, _LONG_FROM = 10, 300
_LONGEST_LINE, _LONGEST_TEXT = 2000, 20_000
_LARGEST = 1_000_000_000
_MAX_FILES, _MAX_MB, _MB = 20, 50, 1_000_000
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_MEDIA = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}
_CONTACT = (
    ("email", re.compile(r"\be ?mail")),
    ("phone", re.compile(r"\b(telefon|mobil|handy|rufnummer)")),
    ("iban", re.compile(r"\biban\b")),
)


@dataclass(slots=True)
class Drafted:
    """`definition` lacks key and visible, which depend on where the field stands; `words` are German."""

    definition: dict[str, Any]
    words: dict[str, Any]
    notes: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)


def shortened(text: str, limit: int = 200) -> str:
    """A text for a definition: braces would be read as placeholders, and labels have an end."""
    plain = clean_text(text).replace("{", "(").replace("}", ")").strip()
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def words_of(item: Any) -> dict[str, Any]:
    """Label, short label and help of a field or a group."""
    label = shortened(item.label)
    words: dict[str, Any] = {"label": label}
    if item.short and shortened(item.short) != label:
        words["short"] = shortened(item.short)
    rest = [item.label] if len(item.label) > len(label) else []
    help_text = "\n\n".join([*rest, *([item.help] if item.help else [])])
    if help_text:
        words["help"] = shortened(help_text, 1000)
    return words


def draft_field(item: SchemaField) -> Drafted | None:
    """None for what nobody fills in or reads: hidden fields."""
    if item.art == "hidden":
        return None
    drafted = Drafted({}, words_of(item))
    if item.art == "label" or item.type == "obj":
        _information(item, drafted)
    elif item.codes:
        _choice(item, drafted)
    elif item.art == "select" or item.code_list:
        drafted.definition = {"kind": "text"}
        drafted.notes.append(_note("code_list", item, uri=item.code_list or "–"))
    else:
        _TYPES.get(item.type, _unknown)(item, drafted)
    if item.count.least == 0 and drafted.definition["kind"] != "info":
        drafted.definition["required"] = False
    return drafted


def _note(code: str, item: SchemaField, **values: Any) -> Note:
    return Note(code, values={"name": shortened(item.label), **values})


def _information(item: SchemaField, drafted: Drafted) -> None:
    drafted.definition = {"kind": "info"}
    drafted.words["text"] = shortened(item.content or item.help or item.label, 5000)
    drafted.words.pop("help", None)
    if item.type == "obj":
        drafted.notes.append(_note("static", item))


def _choice(item: SchemaField, drafted: Drafted) -> None:
    taken: set[str] = set()
    options: dict[str, Any] = {}
    for code in item.codes:
        key = key_of(code.name, taken, fallback="wert")
        label = shortened(code.name)
        options[key] = {"label": label, "help": shortened(code.help, 500)} if code.help else label
    drafted.definition = {"kind": "choices" if item.count.repeats else "choice", "choices": list(options)}
    drafted.words["options"] = options


def _text(item: SchemaField, drafted: Drafted) -> None:
    contact = _contact_kind(item)
    if contact:
        drafted.definition = {"kind": contact}
        return
    limits = item.limits
    most = limits.max_length or 200
    if most >= _LONG_FROM:
        drafted.definition = {"kind": "longtext", "max_length": min(most, _LONGEST_TEXT)}
        return
    drafted.definition = {"kind": "text", "max_length": most}
    if limits.min_length and 1 < limits.min_length <= most:
        drafted.definition["min_length"] = limits.min_length
    if most <= _SHORT or limits.pattern:
        drafted.definition["width"] = "s" if most <= _SHORT else "m"
    if limits.pattern:
        _pattern(item, drafted)


def _pattern(item: SchemaField, drafted: Drafted) -> None:
    """The engine matches the whole answer, so that anchors add nothing."""
    pattern = item.limits.pattern.removeprefix("^")
    pattern = pattern if pattern.endswith("\\$") else pattern.removesuffix("$")
    if pattern_fault(pattern):
        drafted.notes.append(_note("pattern", item, pattern=item.limits.pattern[:200]))
        return
    drafted.definition["pattern"] = pattern
    drafted.words["valid"] = {"pattern": shortened(f"Prüfen Sie die Schreibweise bei „{item.label}“.")}


def _contact_kind(item: SchemaField) -> str | None:
    name = " ".join("".join(c if c.isalnum() else " " for c in fold(f"{item.name} {item.label}")).split())
    return next((kind for kind, pattern in _CONTACT if pattern.search(name)), None)


def _date(item: SchemaField, drafted: Drafted) -> None:
    drafted.definition = {"kind": "date"}
    if item.type == "datetime":
        drafted.notes.append(_note("datetime", item))


def _time(item: SchemaField, drafted: Drafted) -> None:
    drafted.definition = {"kind": "text", "max_length": 5, "width": "s", "pattern": _TIME}
    drafted.words["valid"] = {"pattern": "Geben Sie die Uhrzeit so ein: 14:30."}


def _yes_or_no(item: SchemaField, drafted: Drafted) -> None:
    """A sentence somebody says of themselves is confirmed, a question is answered."""
    declares = fold(item.label).startswith(("ich ", "hiermit ", "wir "))
    drafted.definition = {"kind": "declaration" if declares else "yesno"}


def _whole_number(item: SchemaField, drafted: Drafted) -> None:
    drafted.definition = {"kind": "integer"}
    _range(item, drafted, int)


def _number(item: SchemaField, drafted: Drafted) -> None:
    drafted.definition = {"kind": "decimal"}
    _range(item, drafted, float)


def _money(item: SchemaField, drafted: Drafted) -> None:
    drafted.definition = {"kind": "money"}
    _range(item, drafted, float)


def _range(item: SchemaField, drafted: Drafted, number: Callable[[float], float]) -> None:
    least, most = item.limits.minimum, item.limits.maximum
    if least is not None and abs(least) <= _LARGEST:
        drafted.definition["minimum"] = number(least)
    if most is not None and (least or 0) <= most <= _LARGEST:
        drafted.definition["maximum"] = number(most)


def _file(item: SchemaField, drafted: Drafted) -> None:
    most = item.count.most if item.count.most is not None else _MAX_FILES
    accept = [kind for media, kind in _MEDIA.items() if media in {m.lower() for m in item.media_types}]
    drafted.definition = {"kind": "file", "max_files": max(1, min(most, _MAX_FILES))}
    if accept:
        drafted.definition["accept"] = accept
    if item.max_bytes:
        drafted.definition["max_mb"] = max(1, min(-(-item.max_bytes // _MB), _MAX_MB))


def _unknown(item: SchemaField, drafted: Drafted) -> None:
    drafted.definition = {"kind": "text"}
    drafted.warnings.append(_note("unknown_type", item, found=item.type[:40]))


_TYPES: Mapping[str, Callable[[SchemaField, Drafted], None]] = {
    "text": _text,
    "text_latin": _text,
    "date": _date,
    "datetime": _date,
    "time": _time,
    "bool": _yes_or_no,
    "num_int": _whole_number,
    "num": _number,
    "num_currency": _money,
    "file": _file,
}
