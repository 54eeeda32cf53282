"""What a kind of field can do: read what was typed, show it again, hand it to rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from cel_expr_python import cel

from rathaus.formengine.types.base import Language
from rathaus.formengine.types.fields import FieldDefinition

Option = tuple[str, str, str]
"""value, label, help"""


class Wrong(Exception):  # an answer that is wrong is not an error of the program
    """What was typed can't be read. `code` is a key of messages.MESSAGES."""

    def __init__(self, code: str, **arguments: object) -> None:
        self.code = code
        self.arguments = arguments
        super().__init__(code)


@dataclass(slots=True)
class Asked:
    """Around an answer: whom we speak to, when, and what is on offer."""

    language: Language
    today: date
    options: tuple[Option, ...] = ()


class Kind:
    """One kind of field. Stateless; `value` is always the JSON form, None means unanswered."""

    cel_type: ClassVar[cel.Type] = cel.Type.STRING
    empty: ClassVar[Any] = ""
    required_code: ClassVar[str] = "required"
    inputmode: ClassVar[str] = ""
    autocomplete: ClassVar[str] = ""
    width: ClassVar[str] = "l"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> Any:
        """The JSON value of what was typed, None for nothing. Raises Wrong; never anything else."""
        raise NotImplementedError

    def to_rule(self, value: Any) -> Any:
        """The value as rules see it. Raises ValueError, TypeError or KeyError for what is no answer."""
        if not isinstance(value, str):
            raise TypeError(type(value).__name__)
        return value

    def from_rule(self, value: Any) -> Any:
        """The JSON value of a rule's result (computed values and defaults)."""
        return value

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> Any:
        """The value as one would type it: a text, or a list of texts."""
        del field, language
        return "" if value is None else str(value)

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        """The value in words, for the summary and the desk."""
        return str(self.typed(field, value, asked.language))

    def max_length(self, field: FieldDefinition) -> int | None:
        del field
        return None


def first(typed: Sequence[str]) -> str:
    return typed[0] if typed else ""
