"""CEL doesn't know the keys of a row; this finds the ones that no field has."""

import re
from collections.abc import Iterator, Mapping

from .form import CompiledField

_MACRO = re.compile(r"\b([a-z][a-z0-9_]*)\.(?:all|exists|exists_one|filter|map)\(\s*([A-Za-z_]\w*)\s*,")


def unknown_row_names(source: str, fields: Mapping[str, CompiledField]) -> Iterator[tuple[str, str]]:
    """(name as written, group) for each `row.name` in a macro over a group that has no such field."""
    for match in _MACRO.finditer(source):
        group, row = match.groups()
        field = fields.get(group)
        if field is None or field.kind_name != "group":
            continue
        for use in re.finditer(rf"\b{re.escape(row)}\.([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)", source):
            name = use.group(1)
            known = {path[len(group) + 1 :] for path in fields if path.startswith(f"{group}.")}
            if not any(name == key or name.startswith(f"{key}.") for key in known):
                yield use.group(), group
