"""Takes back what a posted page brought along although it isn't asked: hidden fields, options not on offer."""

from collections.abc import Mapping
from typing import Any

from .evaluation import Evaluated, stored_rows
from .form import CompiledField, CompiledPage

_CHOICES = ("choice", "choices")


def take_back(
    page: CompiledPage,
    answers: dict[str, Any],
    before: Mapping[str, Any],
    result: Evaluated,
    removed: Mapping[str, int],
) -> None:
    """Gives hidden fields of the page the answer they had before, so that a way back finds it; else none.

    `result` is the evaluation of `answers`, which doesn't change by this: what is hidden or not on offer never
    counts. `removed` are the rows just taken out, by group: later ones had the next number before.
    """
    for item in page.fields:
        if item.kind_name != "group":
            _tree(item, item.path, answers, before, result)
        elif item.path in result.hidden:
            _restore(item.key, answers, before)
        else:
            _rows(item, answers, before, result, removed.get(item.path))


def _rows(
    group: CompiledField,
    answers: Mapping[str, Any],
    before: Mapping[str, Any],
    result: Evaluated,
    removed: int | None,
) -> None:
    earlier = stored_rows(before.get(group.key))
    for index, row in enumerate(stored_rows(answers.get(group.key))):
        number = index if removed is None or index < removed else index + 1
        known = earlier[number] if number < len(earlier) else {}
        for child in group.children:
            _tree(child, f"{group.path}.{index}.{child.key}", row, known, result)


def _tree(
    item: CompiledField, path: str, target: dict[str, Any], before: Mapping[str, Any], result: Evaluated
) -> None:
    if item.is_composite:
        inner, known = target.get(item.key), before.get(item.key)
        if isinstance(inner, dict):
            for child in item.children:
                _tree(child, f"{path}.{child.key}", inner, known if isinstance(known, Mapping) else {}, result)
        if not inner:
            target.pop(item.key, None)
    elif path in result.hidden:
        _restore(item.key, target, before)
    elif item.kind_name in _CHOICES and target.get(item.key):
        target[item.key] = result.values.get(path)


def _restore(key: str, target: dict[str, Any], before: Mapping[str, Any]) -> None:
    if key in before:
        target[key] = before[key]
    else:
        target.pop(key, None)
