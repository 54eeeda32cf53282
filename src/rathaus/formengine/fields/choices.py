"""Yes or no, one of several, several of several, and a sentence to confirm."""

from collections.abc import Sequence
from typing import Any, ClassVar

from cel_expr_python import cel

from rathaus.formengine.messages import say
from rathaus.formengine.types.base import Language
from rathaus.formengine.types.fields import FieldDefinition

from .base import Asked, Kind, Option, Wrong, first

_YES, _NO = "ja", "nein"


def yes_no_options(language: Language) -> tuple[Option, ...]:
    return ((_YES, say("yes", language), ""), (_NO, say("no", language), ""))


class YesNo(Kind):
    """The form sends "ja" or "nein"."""

    cel_type = cel.Type.BOOL
    empty = False
    required_code = "required_choice"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> bool | None:
        answer = first(typed).strip().lower()
        if not answer:
            return None
        if answer not in (_YES, _NO):
            raise Wrong("option")
        return answer == _YES

    def to_rule(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise TypeError(type(value).__name__)
        return value

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> str:
        return "" if value is None else (_YES if value else _NO)

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return say("yes" if value else "no", asked.language)


class Declaration(YesNo):
    """A box to tick. Unticked is no answer, so that a required one can't be passed over."""

    required_code = "required_declaration"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> bool | None:
        return True if any(answer.strip() for answer in typed) else None

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return say("confirmed" if value else "not_given", asked.language)


class Choice(Kind):
    required_code = "required_choice"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        answer = first(typed).strip()
        if not answer:
            return None
        if all(answer != value for value, _, _ in asked.options):
            raise Wrong("option")
        return answer

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return next((label for option, label, _ in asked.options if option == value), str(value))


class Choices(Kind):
    cel_type = cel.Type.List(cel.Type.STRING)
    empty: ClassVar[list[str]] = []
    required_code = "required_choice"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> list[str] | None:
        chosen = {answer.strip() for answer in typed if answer.strip()}
        offered = [value for value, _, _ in asked.options]
        if chosen - set(offered):
            raise Wrong("option")
        return [value for value in offered if value in chosen] or None

    def to_rule(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise TypeError(type(value).__name__)
        return value

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> list[str]:
        return list(value or ())

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return ", ".join(label for option, label, _ in asked.options if option in value)
