"""A service's parameters as a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from rathaus.formengine.service import (
    CompiledForm,
    Language,
    ParameterDefinition,
    ServiceDefinition,
    plain_form,
    show_value,
)

from .inputs import INPUTS, Input, is_set_here
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

    def answers(self, values: Mapping[str, Any]) -> Answers:
        """Own values as the form's answers."""
        return {one.key: one.answer(values.get(one.key)) for one in self.inputs}

    def values(self, answers: Answers) -> dict[str, Any]:
        """The form's answers as own values; what was left empty has none."""
        read = {one.key: one.value(answers.get(one.key)) for one in self.inputs}
        return {key: value for key, value in read.items() if value not in (None, "")}

    def _input(self, parameter: ParameterDefinition) -> Input:
        holds = self._holds(parameter)
        label = self.definition.texts[self.language].parameters.get(parameter.key, parameter.key)
        return INPUTS[parameter.type](parameter, label, holds, self._help(holds))

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
