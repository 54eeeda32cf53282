"""What a service's letter may say: the answers as data, the same in words, and the parameters in words."""

from typing import Any

from .evaluation import Evaluated
from .form import CompiledField, Context, Layout
from .parameters import show_value
from .summary import Summariser


def letter_values(layout: Layout, context: Context, result: Evaluated) -> dict[str, Any]:
    """The cleaned answers by field key, and beside them two more trees.

    `words` has the shape of the answers with every value as a person reads it in the letter's language: the label of
    an option, "22.11.2026", "12,50 €". `param` has the municipality's parameters in words. What wasn't answered is
    missing in all of them. JSON only.
    """
    summariser = Summariser(layout, context, result)
    words = {item.key: _words(summariser, item, "") for page in layout.pages for item in page.fields}
    parameters = {
        definition.key: show_value(definition, context.parameters[definition.key], context.language)
        for definition in layout.parameters
        if definition.key in context.parameters
    }
    return {
        **summariser.clean(),
        "words": {key: text for key, text in words.items() if text},
        "param": parameters,
    }


def _words(summariser: Summariser, item: CompiledField, row: str) -> Any:
    if item.kind_name == "group":
        count = summariser.result.row_counts.get(item.path, 0)
        return [_parts(summariser, item, f"{item.path}.{index}.") for index in range(count)]
    if item.is_composite:
        return _parts(summariser, item, row)
    return summariser.text(item, row)


def _parts(summariser: Summariser, item: CompiledField, row: str) -> dict[str, Any]:
    texts = {child.key: _words(summariser, child, row) for child in item.children}
    return {key: text for key, text in texts.items() if text}
