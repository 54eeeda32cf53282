"""A service's parameters as a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from rathaus.formengine.service import (
    CompiledForm,
    FieldState,
    Language,
    PageState,
    ParameterDefinition,
    ServiceDefinition,
    plain_form,
    show_value,
)

from .inputs import HEADINGS, INPUTS, Input, group_of, is_set_here
from .sheets import Answers

_SHORT = 120


@dataclass(frozen=True)
class ParameterForm:
    """`shared` are the typed values that hold where nothing is set, `whose` they are if not the definition's."""

    definition: ServiceDefinition
    shared: Mapping[str, Any]
    language: Language
    whose: str = ""

    @cached_property
    def inputs(self) -> list[Input]:
        return [self._input(parameter) for parameter in self.definition.parameters if is_set_here(parameter)]

    def form(self) -> CompiledForm:
        texts = {path: text for one in self.inputs for path, text in one.texts().items()}
        return plain_form([one.field() for one in self.inputs], texts)

    def groups(self, page: PageState) -> list[tuple[str, list[FieldState]]]:
        """The fields of a page under their headings; a heading without fields is left out."""
        grouped: dict[str, list[FieldState]] = {name: [] for name in HEADINGS}
        for one in self.inputs:
            state = page.field(one.key)
            if state is not None:
                grouped[group_of(one.parameter)].append(state)
        return [(str(HEADINGS[name]), states) for name, states in grouped.items() if states]

    def elsewhere(self) -> list[tuple[str, str]]:
        """Parameters that are not set on the page: what they are called, and the register they come from, if any."""
        return [
            (self._label(parameter), getattr(parameter, "register_", ""))
            for parameter in self.definition.parameters
            if not is_set_here(parameter)
        ]

    def answers(self, values: Mapping[str, Any]) -> Answers:
        """Own values as the form's answers."""
        return {one.key: one.answer(values.get(one.key)) for one in self.inputs}

    def values(self, answers: Answers) -> dict[str, Any]:
        """The form's answers as own values; what was left empty has none."""
        read = {one.key: one.value(answers.get(one.key)) for one in self.inputs}
        return {key: value for key, value in read.items() if value not in (None, "")}

    def _input(self, parameter: ParameterDefinition) -> Input:
        holds = self._holds(parameter)
        return INPUTS[parameter.type](parameter, self._label(parameter), holds, self._help(holds))

    def _label(self, parameter: ParameterDefinition) -> str:
        return self.definition.texts[self.language].parameters.get(parameter.key, parameter.key)

    def _holds(self, parameter: ParameterDefinition) -> str:
        value = self.shared.get(parameter.key)
        if isinstance(value, bool):
            return _("Ja") if value else _("Nein")
        return "" if value in (None, ()) else show_value(parameter, value, self.language)

    def _help(self, holds: str) -> str:
        if not holds:
            return ""
        said = {"value": holds if len(holds) <= _SHORT else f"{holds[:_SHORT]} …", "whose": self.whose}
        if self.whose:
            return _("Ohne eigenen Wert gilt der von %(whose)s: %(value)s") % said
        return _("Ohne eigenen Wert gilt: %(value)s") % said
