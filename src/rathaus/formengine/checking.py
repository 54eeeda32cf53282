"""What is missing or wrong among the answers that count."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .evaluation import Evaluated, row_limits
from .form import CompiledField, CompiledPage, Context, Layout
from .messages import say
from .states import FieldError
from .types.fields import FileField, GroupField
from .wording import fill


@dataclass(slots=True)
class Checker:
    """`refused` are messages for what couldn't even be read, by HTML path; they come before all others.

    `appeared` are fields that nobody has seen yet: an answer on the same page has just brought them up.
    """

    layout: Layout
    context: Context
    result: Evaluated
    refused: Mapping[str, str]
    appeared: Container[str] = ()

    def form(self) -> Iterator[FieldError]:
        for page in self.layout.pages:
            yield from self.page(page)

    def page(self, page: CompiledPage) -> Iterator[FieldError]:
        for item in page.fields:
            for path, field, message in self._field(item, "", enforced=True):
                label = self._short(field)
                yield FieldError(path, label, message, page.key)

    def _field(self, item: CompiledField, row: str, *, enforced: bool) -> Iterator[tuple[str, CompiledField, str]]:
        scope = self.result.scopes[row]
        if not scope.shows(item.gates):
            return
        path = scope.path(item)
        if item.kind_name == "group":
            yield from self._group(item, path)
        elif item.is_composite:
            enforced = enforced and (scope.requires(item, self.context) or self._any_answer(path))
            for child in item.children:
                yield from self._field(child, row, enforced=enforced)
            yield from ((path, item, message) for message in self._broken_rules(item, row, path))
        else:
            message = self._leaf(item, row, path, enforced=enforced)
            if message:
                yield path, item, message

    def _leaf(self, item: CompiledField, row: str, path: str, *, enforced: bool) -> str:
        if path in self.refused:
            return self.refused[path]
        if path not in self.result.values:
            needed = enforced and self.result.scopes[row].requires(item, self.context)
            return self._missing(item, path) if needed else ""
        if isinstance(item.definition, FileField):
            limit = item.definition.max_files
            if len(self.result.values[path]) > limit:
                return say("too_many_files", self.context.language, limit=limit)
        return next(iter(self._broken_rules(item, row, path)), "")

    def _group(self, item: CompiledField, path: str) -> Iterator[tuple[str, CompiledField, str]]:
        assert isinstance(item.definition, GroupField)
        count = self.result.row_counts.get(path, 0)
        least, most = row_limits(item)
        if count < least or count > most:
            code, limit = ("too_few_rows", least) if count < least else ("too_many_rows", most)
            yield path, item, say(code, self.context.language, label=self._short(item), limit=limit)
        for index in range(count):
            for child in item.children:
                yield from self._field(child, f"{path}.{index}.", enforced=True)
        if count:
            yield from ((path, item, message) for message in self._broken_rules(item, "", path))

    def _broken_rules(self, item: CompiledField, row: str, path: str) -> Iterable[str]:
        """The messages of the first rule that says no; a rule without a result says no."""
        if item.valid and (not item.is_composite or self._any_answer(path)):
            variables = self.result.scopes[row].variables
            for name, rule in item.valid:
                if not rule.holds(variables):
                    text = item.texts[self.context.language].valid.get(name)
                    yield self._fill(text) if text else self._say("valid", item)
                    return

    def _any_answer(self, path: str) -> bool:
        prefix = f"{path}."
        return any(known.startswith(prefix) for known in (*self.result.values, *self.refused))

    def _missing(self, item: CompiledField, path: str) -> str:
        if path in self.appeared:
            return self._say("appeared", item)
        own = item.texts[self.context.language].required
        return self._fill(own) if own else self._say(item.kind.required_code, item)

    def _say(self, code: str, item: CompiledField) -> str:
        return say(code, self.context.language, label=self._short(item))

    def _short(self, item: CompiledField) -> str:
        text = item.texts[self.context.language]
        return self._fill(text.short or text.label)

    def _fill(self, text: str) -> str:
        return fill(text, self.layout.parameters, self.context)


def by_path(errors: Iterable[FieldError]) -> dict[str, str]:
    """The first message for each path."""
    messages: dict[str, Any] = {}
    for error in errors:
        messages.setdefault(error.path, error.message)
    return messages
