"""What a municipality may set on a service it offers: typed, with a default."""

from typing import Annotated, Any, Literal

from pydantic import Field

from .base import Definition, Key

Column = Literal["text", "money", "integer"]


class ParameterBase(Definition):
    key: Key
    default: Any = None


class MoneyParameter(ParameterBase):
    type: Literal["money"]
    minimum: float = 0


class IntegerParameter(ParameterBase):
    type: Literal["integer"]
    minimum: int = 0
    maximum: int = 1_000_000_000


class DecimalParameter(ParameterBase):
    type: Literal["decimal"]


class TextParameter(ParameterBase):
    type: Literal["text"]


class YesNoParameter(ParameterBase):
    type: Literal["yesno"]


class DateParameter(ParameterBase):
    type: Literal["date"]


class ChoiceParameter(ParameterBase):
    type: Literal["choice"]
    choices: tuple[str, ...] = Field(min_length=1)


class ListParameter(ParameterBase):
    """Words, for example the day-care centres that a field offers through `choices_from`."""

    type: Literal["list"]


class PlacesParameter(ParameterBase):
    """The municipality's own places; nothing needs to be set."""

    type: Literal["places"]


class UrlParameter(ParameterBase):
    """An address on the web, https only."""

    type: Literal["url"]


class RegisterParameter(ParameterBase):
    """The rows of a register of the municipality; `choices_from` offers its column `name`. Never set by hand."""

    type: Literal["register"]
    register_: Key = Field(alias="register")

    model_config = {"populate_by_name": True, "serialize_by_alias": True}


class TableParameter(ParameterBase):
    """Rows with named, typed columns: a scale of fees."""

    type: Literal["table"]
    columns: dict[Key, Column] = Field(min_length=1)


ParameterDefinition = Annotated[
    MoneyParameter
    | IntegerParameter
    | DecimalParameter
    | TextParameter
    | YesNoParameter
    | DateParameter
    | ChoiceParameter
    | ListParameter
    | PlacesParameter
    | UrlParameter
    | RegisterParameter
    | TableParameter,
    Field(discriminator="type"),
]
