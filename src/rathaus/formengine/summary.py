"""The answers as a letter would put them, and as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .building import Builder
from .evaluation import Evaluated, row_limits
from .fields import Asked
from .form import CompiledField, Context, Layout
from .messages import say
from .wording import fill


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """`text` may have several lines: an address, the files, the parts of a person."""

    path: str
    label: str
    text: str
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class SummaryPage:
    key: str
    title: str
    rows: tuple[SummaryRow, ...]


@dataclass(slots=True)
class Summariser:
    layout: Layout
    context: Context
    result: Evaluated

    def pages(self) -> tuple[SummaryPage, ...]:
        builder = Builder(self.layout, self.context, self.result)
        return tuple(
            SummaryPage(
                page.key,
                self._fill(page.texts[self.context.language].title),
                tuple(row for item in page.fields for row in self._rows(item)),
            )
            for page in self.layout.pages
            if builder.shows_page(page)
        )

    def _rows(self, item: CompiledField) -> Iterator[SummaryRow]:
        scope = self.result.scopes[""]
        if item.kind_name == "info" or not _is_shown(item) or not scope.shows(item.gates):
            return
        if item.kind_name == "group":
            yield from self._group(item)
            return
        value = self.value(item, "")
        text = self.text(item, "") or self._not_given
        yield SummaryRow(item.path, self._label(item), text, item.kind_name, value)

    def _group(self, group: CompiledField) -> Iterator[SummaryRow]:
        text = group.texts[self.context.language]
        name, (_, most) = self._fill(text.row or text.short or text.label), row_limits(group)
        for index in range(self.result.row_counts.get(group.path, 0)):
            row = f"{group.path}.{index}."
            lines = [
                f"{self._label(child)}: {words}"
                for child in group.children
                if _is_shown(child) and (words := self.text(child, row))
            ]
            value = {child.key: self.value(child, row) for child in group.children}
            yield SummaryRow(row[:-1], f"{name} {index + 1}" if most > 1 else name, "\n".join(lines), "group", value)

    @property
    def _not_given(self) -> str:
        return say("not_given", self.context.language)

    def text(self, item: CompiledField, row: str) -> str:
        """The words of an answer, "" for none."""
        if item.is_composite:
            return _COMPOSITE_TEXTS[item.kind_name](self, item, row)
        path = self.result.scopes[row].path(item)
        value = self.result.values.get(path)
        if value is None:
            return ""
        asked = Asked(self.context.language, self.context.today, self.result.options.get(path, ()))
        return item.kind.text(item.definition, value, asked)

    def _parts(self, item: CompiledField, row: str) -> dict[str, str]:
        return {child.key: words for child in item.children if (words := self.text(child, row))}

    def _labelled(self, item: CompiledField, row: str, keys: set[str]) -> Iterator[str]:
        parts = self._parts(item, row)
        for child in item.children:
            if child.key in parts and child.key in keys:
                yield f"{self._label(child)}: {parts[child.key]}"

    def person(self, item: CompiledField, row: str) -> str:
        parts = self._parts(item, row)
        name_keys = ("anrede", "titel", "vorname", "nachname")
        name = " ".join(parts[key] for key in name_keys if key in parts)
        return "\n".join(filter(None, [name, *self._labelled(item, row, set(parts) - set(name_keys))]))

    def address(self, item: CompiledField, row: str) -> str:
        parts = self._parts(item, row)
        lines = [
            " ".join(parts[key] for key in keys if key in parts)
            for keys in (("strasse", "hausnummer"), ("zusatz",), ("plz", "ort"), ("ortsteil",), ("land",))
        ]
        return "\n".join(line for line in lines if line)

    def organisation(self, item: CompiledField, row: str) -> str:
        parts = self._parts(item, row)
        return "\n".join(filter(None, [parts.get("name", ""), *self._labelled(item, row, set(parts) - {"name"})]))

    def date_range(self, item: CompiledField, row: str) -> str:
        parts = self._parts(item, row)
        until = "bis" if self.context.language == "de" else "to"
        return f" {until} ".join(parts[key] for key in ("von", "bis") if key in parts)

    def value(self, item: CompiledField, row: str) -> Any:
        """The JSON value of a field: nested for composites, a list for groups, None where unanswered."""
        if item.kind_name == "group":
            count = self.result.row_counts.get(item.path, 0)
            return [self._nested(item, f"{item.path}.{index}.") for index in range(count)]
        if item.is_composite:
            return self._nested(item, row) or None
        return self.result.values.get(self.result.scopes[row].path(item))

    def _nested(self, item: CompiledField, row: str) -> dict[str, Any]:
        values = {child.key: self.value(child, row) for child in item.children}
        return {key: value for key, value in values.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        """Only what counts: visible, offered, computed. Unanswered fields are left out."""
        values = {item.key: self.value(item, "") for page in self.layout.pages for item in page.fields}
        return {key: value for key, value in values.items() if value not in (None, [])}

    def _label(self, item: CompiledField) -> str:
        text = item.texts[self.context.language]
        return self._fill(text.short or text.label)

    def _fill(self, text: str) -> str:
        return fill(text, self.layout.parameters, self.context)


_COMPOSITE_TEXTS = {
    "person": Summariser.person,
    "address": Summariser.address,
    "organisation": Summariser.organisation,
    "daterange": Summariser.date_range,
}


def _is_shown(item: CompiledField) -> bool:
    return bool(getattr(item.definition, "show", True))
