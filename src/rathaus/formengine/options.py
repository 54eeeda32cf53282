"""What a choice offers: written in the form, or taken from a parameter."""

from typing import Any

from .fields import Option
from .fields.choices import yes_no_options
from .form import CompiledField, Context
from .types.base import LANGUAGES, Language
from .types.fields import ChoiceBase, FieldDefinition, YesNoField
from .types.texts import FieldText, OptionText


def all_options(definition: FieldDefinition, texts: dict[Language, FieldText]) -> dict[Language, tuple[Option, ...]]:
    """The options that never change, in each language."""
    if isinstance(definition, YesNoField):
        return {language: yes_no_options(language) for language in LANGUAGES}
    if not isinstance(definition, ChoiceBase):
        return {}
    return {
        language: tuple(_option(key, texts[language].options.get(key, key)) for key in definition.choices)
        for language in LANGUAGES
    }


def options_for(field: CompiledField, context: Context) -> tuple[Option, ...]:
    """All options of a field for this municipality, before the `options` rule takes some away."""
    source = getattr(field.definition, "choices_from", None)
    if source is None:
        return field.options.get(context.language, ())
    return tuple(_from_parameter(item) for item in context.parameters.get(source, ()))


def _option(key: str, text: str | OptionText) -> Option:
    return (key, text, "") if isinstance(text, str) else (key, text.label, text.help)


def _from_parameter(item: Any) -> Option:
    """A word is its own label; of a row the column `name` counts, and the first one where there is no such."""
    word = str(item.get("name") or next(iter(item.values()))) if isinstance(item, dict) else str(item)
    return (word, word, "")
