"""Answers of an earlier application that a form asks for today."""

from collections.abc import Iterable, Mapping
from typing import Any

from .compiled import CompiledForm
from .form import CompiledField

# Whoever applies again declares again, hands in again, and has the form reckon again.
_ANEW = {"file", "appointment", "declaration", "computed", "info"}


def fitting_answers(before: CompiledForm, today: CompiledForm, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Those whose field still has the same key and kind. None of them is checked; options may be gone."""
    known = {field.key: field for page in before.layout.pages for field in page.fields}
    return _fitting(known, [field for page in today.layout.pages for field in page.fields], answers)


def _fitting(
    known: Mapping[str, CompiledField], asked: Iterable[CompiledField], answers: Mapping[str, Any]
) -> dict[str, Any]:
    kept = {}
    for field in asked:
        before, value = known.get(field.key), answers.get(field.key)
        if before is None or before.kind_name != field.kind_name or field.kind_name in _ANEW or value is None:
            continue
        kept[field.key] = _parts(before, field, value) if field.children else value
    return kept


def _parts(before: CompiledField, field: CompiledField, value: Any) -> Any:
    """Of a composite, or of each row of a group."""
    known = {child.key: child for child in before.children}
    if isinstance(value, list):
        return [_fitting(known, field.children, row) for row in value]
    return _fitting(known, field.children, value)
