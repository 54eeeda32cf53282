"""Reads a posted page into the answers: what is on the page, visible and on offer, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .belonging import effective_context
from .building import Builder
from .checking import Checker, by_path
from .evaluation import Evaluated, evaluate, row_limits, stored_rows
from .fields import Asked, Wrong
from .form import CompiledField, CompiledPage, Context, Layout
from .messages import say
from .options import options_for
from .pruning import take_back
from .states import PageResult
from .wording import fill

Posted = Mapping[str, Sequence[str]]

ADD, REMOVE = "_add", "_remove"
SHOW_AGAIN = (ADD, REMOVE, "_react", "_upload")
_ROW_DIGITS = 3
_UNTICKED_IS_AN_ANSWER = ("choices", "declaration")
_NEVER_POSTED = ("info", "computed", "appointment")


@dataclass(slots=True)
class PageReader:
    """`context` is in force for the answers as they are; `given` is what that was derived from."""

    layout: Layout
    page: CompiledPage
    posted: Posted
    context: Context
    given: Context
    before: Evaluated
    stored: Mapping[str, Any]
    answers: dict[str, Any]
    typed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)

    def read(self) -> PageResult:
        again = any(_first(self.posted, name) for name in SHOW_AGAIN)
        for item in self.page.fields:
            if item.kind_name == "group":
                self._group(item)
            else:
                self._tree(item, self.answers, "")
        self.context = effective_context(self.layout, self.answers, self.given)
        result = evaluate(self.layout, self.answers, self.context)
        take_back(self.page, self.answers, self.stored, result, self.removed)
        if again:
            state = Builder(self.layout, self.context, result, self.typed).numbered_page(self.page)
            return PageResult(self.answers, state, (), stay=True)
        checker = Checker(self.layout, self.context, result, self.refused, self._appeared())
        errors = tuple(checker.page(self.page))
        builder = Builder(self.layout, self.context, result, self.typed, by_path(errors))
        return PageResult(self.answers, builder.numbered_page(self.page), errors)

    # leaves

    def _tree(self, item: CompiledField, target: dict[str, Any], prefix: str) -> None:
        """Reads a field, or the parts of a composite, into `target`."""
        if item.is_composite:
            known = target.get(item.key)
            inner = target[item.key] = dict(known) if isinstance(known, Mapping) else {}
            for child in item.children:
                self._tree(child, inner, prefix)
            if not inner:
                del target[item.key]
        elif item.kind_name == "file":
            self._files(item, target, prefix + ".".join(item.keys))
        elif item.kind_name not in _NEVER_POSTED:
            self._leaf(item, target, prefix + ".".join(item.keys))

    def _leaf(self, item: CompiledField, target: dict[str, Any], path: str) -> None:
        typed = self.posted.get(path)
        if typed is None:
            if item.kind_name in _UNTICKED_IS_AN_ANSWER and self._was_shown(item, path):
                target[item.key] = None
            return
        typed = [typed] if isinstance(typed, str) else [str(text) for text in typed]
        asked = Asked(self.context.language, self.context.today, self._options(item))
        try:
            target[item.key] = item.kind.read(item.definition, typed, asked)
        except Wrong as wrong:
            target[item.key] = None
            self.typed[path] = typed[0] if typed else ""
            self.refused[path] = self._message(item, wrong)

    def _files(self, item: CompiledField, target: dict[str, Any], path: str) -> None:
        """Files come and go one by one: `_remove=nachweis.<id>` takes one out of the answers."""
        removed = _first(self.posted, REMOVE)
        files = target.get(item.key)
        if removed.startswith(f"{path}.") and isinstance(files, list):
            target[item.key] = [
                file for file in files if isinstance(file, dict) and removed != f"{path}.{file.get('id')}"
            ]

    def _options(self, item: CompiledField) -> Any:
        return options_for(item, self.context) if item.kind_name in ("choice", "choices") else ()

    def _was_shown(self, item: CompiledField, path: str) -> bool:
        """Boxes that were on the page and aren't posted were left or made empty."""
        row = path[: len(path) - len(".".join(item.keys))]
        scope = self.before.scopes.get(row)
        return scope is None or scope.shows(item.gates)

    def _appeared(self) -> set[str]:
        """The page's fields that weren't on it when it was sent; those of rows have been added on purpose."""
        leaves = [leaf for item in self.page.fields for leaf in item.leaves() if leaf.gates]
        return {leaf.path for leaf in leaves if leaf.path not in self.posted and not self._was_shown(leaf, leaf.path)}

    def _message(self, item: CompiledField, wrong: Wrong) -> str:
        text = item.texts[self.context.language]
        if wrong.code == "pattern" and "pattern" in text.valid:
            return fill(text.valid["pattern"], self.layout.parameters, self.context)
        label = fill(text.short or text.label, self.layout.parameters, self.context)
        return say(wrong.code, self.context.language, **{"label": label, **wrong.arguments})

    # rows

    def _group(self, group: CompiledField) -> None:
        least, most = row_limits(group)
        if not self._was_shown(group, group.path) and not self._posted_rows(group, most):
            return  # rows that came into view on this very page are posted with the answer that showed them
        rows = [dict(row) for row in stored_rows(self.answers.get(group.key))][:most]
        rows += [{} for _ in range(max(least, self._posted_rows(group, most)) - len(rows))]
        for index, row in enumerate(rows):
            for child in group.children:
                self._tree(child, row, f"{group.path}.{index}.")
        self.answers[group.key] = self._arranged(group, rows, least, most)

    def _posted_rows(self, group: CompiledField, most: int) -> int:
        """One more than the highest row number posted, never more than the group holds."""
        start = len(group.path) + 1
        numbers = [
            int(digits) + 1
            for name in self.posted
            if name.startswith(f"{group.path}.")
            and (digits := name[start:].partition(".")[0]).isascii()
            and digits.isdigit()
            and len(digits) <= _ROW_DIGITS  # more digits than any group has rows
        ]
        return min(max(numbers, default=0), most)

    def _arranged(
        self, group: CompiledField, rows: list[dict[str, Any]], least: int, most: int
    ) -> list[dict[str, Any]]:
        """Adds or removes the row that was asked for; without such a wish, empty rows at the end go."""
        if _first(self.posted, ADD) == group.path:
            return [*rows, {}][:most]
        removed = _first(self.posted, REMOVE)
        for index in range(len(rows)):
            if removed == f"{group.path}.{index}":
                self._forget_row(group.path, index)
                self.removed[group.path] = index
                return rows[:index] + rows[index + 1 :]
        if not any(_first(self.posted, name) for name in SHOW_AGAIN):
            while len(rows) > least and not self._holds_something(group, len(rows) - 1, rows[-1]):
                rows.pop()
        return rows

    def _holds_something(self, group: CompiledField, index: int, row: Mapping[str, Any]) -> bool:
        prefix = f"{group.path}.{index}."
        return _any_value(row) or any(path.startswith(prefix) for path in self.refused)

    def _forget_row(self, path: str, index: int) -> None:
        """What was typed in later rows moves up with them."""
        for store in (self.typed, self.refused):
            moved = {_renumbered(known, path, index): value for known, value in store.items()}
            store.clear()
            store.update({known: value for known, value in moved.items() if known})


def read_page(
    layout: Layout, page: CompiledPage, posted: Posted, answers: Mapping[str, Any], context: Context
) -> PageResult:
    """Never raises for any input. What the page doesn't have, or doesn't show, is ignored."""
    effective = effective_context(layout, answers, context)
    before = evaluate(layout, answers, effective)
    reader = PageReader(layout, page, posted, effective, context, before, answers, _copied(dict(answers)))
    return reader.read()


def _copied(value: Any) -> Any:
    """A copy of JSON; a good deal faster than deepcopy, which looks for what JSON can't hold."""
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _first(posted: Posted, name: str) -> str:
    values = posted.get(name) or ("",)
    return values if isinstance(values, str) else str(values[0])


def _any_value(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_any_value(part) for part in value.values())
    return value not in (None, "", [])


def _renumbered(known: str, group: str, removed: int) -> str:
    if not known.startswith(f"{group}."):
        return known
    number, _, rest = known[len(group) + 1 :].partition(".")
    index = int(number)
    if index == removed:
        return ""
    return f"{group}.{index - (index > removed)}.{rest}"
