"""What rules outside of a group read of its rows. CEL doesn't know the keys of a row; this does."""

import re
from collections.abc import Iterator, Mapping

from .form import CompiledField

_MACRO = re.compile(r"\b([a-z][a-z0-9_]*)\.(?:all|exists|exists_one|filter|map)\(\s*([A-Za-z_]\w*)\s*,")
_INDEXED = re.compile(r"\b([a-z][a-z0-9_]*)\[[^\]]*\]\.([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)")


def unknown_row_names(source: str, fields: Mapping[str, CompiledField]) -> Iterator[tuple[str, str]]:
    """(name as written, group) for each name of a row that its group has no field for."""
    for written, group, key in _row_names(source):
        field = fields.get(group)
        if field is None or field.kind_name != "group":
            continue
        known = {path[len(group) + 1 :] for path in fields if path.startswith(f"{group}.")}
        if not any(key == name or key.startswith(f"{name}.") for name in known):
            yield written, group


def row_keys_read(source: str, group: str) -> set[str]:
    """The keys of a group's rows that a rule reads; none where only their number counts."""
    return {key for _, name, key in _row_names(source) if name == group}


def _row_names(source: str) -> Iterator[tuple[str, str, str]]:
    """(as written, group, key) for `posten.exists(p, p.betrag > 1.0)` and for `posten[0].betrag`."""
    for match in _MACRO.finditer(source):
        group, row = match.groups()
        for use in re.finditer(rf"\b{re.escape(row)}\.([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)", source):
            yield use.group(), group, use.group(1)
    for match in _INDEXED.finditer(source):
        yield match.group(), match.group(1), match.group(2)
