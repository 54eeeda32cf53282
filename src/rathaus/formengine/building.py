"""Builds the states of a page from the evaluated values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .evaluation import Evaluated, row_limits
from .fields import Asked
from .fields.files import MEDIA_TYPES
from .form import CompiledField, CompiledPage, Context, Layout
from .states import FieldState, FormState, PageState, html_id
from .types.fields import ComputedField
from .wording import fill

_DEFAULT_ROW = {"de": "Eintrag", "en": "Entry"}
_DEFAULT_ADD = {"de": "Weiteren Eintrag hinzufügen", "en": "Add another entry"}


@dataclass(slots=True)
class Builder:
    """`typed` and `errors` are by HTML path: what was typed and couldn't be read, and what we say to it."""

    layout: Layout
    context: Context
    result: Evaluated
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def form(self) -> FormState:
        pages, number = [], 0
        for page in self.layout.pages:
            visible = self.shows_page(page)
            number += visible
            pages.append(self.page(page, number if visible else 0, visible=visible))
        return FormState(tuple(pages))

    def shows_page(self, page: CompiledPage) -> bool:
        """A page is there when its rule says so and something on it is to be seen."""
        scope = self.result.scopes[""]
        gates = ((f"page {page.key}", page.visible),) if page.visible else ()
        return scope.shows(gates) and any(self._shows(item, "") for item in page.fields)

    def page(self, page: CompiledPage, number: int, *, visible: bool) -> PageState:
        text = page.texts[self.context.language]
        return PageState(
            key=page.key,
            title=self._fill(text.title),
            lead=self._fill(text.lead),
            number=number,
            visible=visible,
            build=partial(self._fields, page.fields, ""),
        )

    def numbered_page(self, wanted: CompiledPage) -> PageState:
        number = sum(self.shows_page(page) for page in self.layout.pages[: self.layout.pages.index(wanted) + 1])
        return self.page(wanted, number, visible=self.shows_page(wanted))

    def _fill(self, text: str) -> str:
        return fill(text, self.layout.parameters, self.context)

    def _shows(self, item: CompiledField, row: str) -> bool:
        if isinstance(item.definition, ComputedField) and not item.definition.show:
            return False
        return self.result.scopes[row].shows(item.gates)

    def _fields(self, items: tuple[CompiledField, ...], row: str) -> tuple[FieldState, ...]:
        return tuple(self._field(item, row) for item in items if self._shows(item, row))

    def _field(self, item: CompiledField, row: str) -> FieldState:
        scope = self.result.scopes[row]
        path = scope.path(item)
        text = item.texts[self.context.language]
        label = self._fill(text.label)
        state = FieldState(
            path,
            html_id(path),
            item.kind_name,
            label,
            self._fill(text.short) or label,
            self._fill(text.help),
            self._fill(text.text),
            required=scope.requires(item, self.context),
            may_stay_open=scope.may_stay_open(item, self.context),
            error=self.errors.get(path, ""),
            reactive=item.reactive,
        )
        if item.kind_name == "group":
            self._fill_group(state, item, path)
        elif item.is_composite:
            state.children = self._fields(item.children, row)
        elif item.kind_name != "info":
            self._fill_leaf(state, item, path)
        return state

    def _fill_leaf(self, state: FieldState, item: CompiledField, path: str) -> None:
        definition, language = item.definition, self.context.language
        state.value = value = self.result.values.get(path)
        state.raw = self.typed[path] if path in self.typed else item.kind.typed(definition, value, language)
        options = self.result.options.get(path, ())
        state.options = tuple((key, self._fill(label), self._fill(hint)) for key, label, hint in options)
        state.width = getattr(definition, "width", None) or item.kind.width
        state.autocomplete = getattr(definition, "autocomplete", "") or item.kind.autocomplete
        state.inputmode = getattr(definition, "inputmode", "") or item.kind.inputmode
        state.max_length = item.kind.max_length(definition)
        state.suggest = getattr(definition, "suggest", None) or ""
        if item.kind_name in ("integer", "decimal"):
            state.unit = getattr(definition, "unit", "")
        elif item.kind_name == "choice":
            state.look = getattr(definition, "look", "auto")
        elif item.kind_name == "file":
            state.accept = tuple(MEDIA_TYPES[kind] for kind in getattr(definition, "accept", ()))
            state.max_files = getattr(definition, "max_files", 1)
            state.max_mb = getattr(definition, "max_mb", 0)
        elif item.kind_name == "computed" and value is not None:
            asked = Asked(language, self.context.today, state.options)
            state.display = item.kind.text(definition, value, asked)

    def _fill_group(self, state: FieldState, item: CompiledField, path: str) -> None:
        count = self.result.row_counts.get(path, 0)
        least, most = row_limits(item)
        text = item.texts[self.context.language]
        state.required = least > 0
        state.rows = tuple((i, self._fields(item.children, f"{path}.{i}.")) for i in range(count))
        state.can_add, state.can_remove = count < most, count > least
        state.add_label = self._fill(text.add) or _DEFAULT_ADD[self.context.language]
        state.row_label = self._fill(text.row) or _DEFAULT_ROW[self.context.language]
