"""A municipality as data: who it is, which units it has, what it offers and on which terms."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from .appointments import AppointmentsDefinition
from .base import Definition, Key, Name, ServiceKey
from .channel import ChannelDefinition
from .delivery import DeliveryChanges
from .sources import SourcesDefinition

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Day = Literal["mo", "di", "mi", "do", "fr", "sa"]
Hours = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$")]
_DAYS = r"02-(0[1-9]|[12]\d)|(0[469]|11)-(0[1-9]|[12]\d|30)|(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])"
MonthDay = Annotated[str, StringConstraints(pattern=f"^({_DAYS})$")]
Cell = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]


class Contact(Definition):
    street: Name
    postcode: str = Field(pattern=r"^\d{5}$")
    city: Name
    phone: Name
    email: Name
    website: str = ""


class UnitDefinition(Definition):
    """An office with a name and a phone. Hours are local times; a day that is missing is closed."""

    key: Slug
    name: Name
    name_en: Name
    phone: Name
    email: Name
    room: str = ""
    opening_hours: dict[Day, tuple[Hours, ...]] = {}


class PlaceDefinition(Definition):
    """A place (Ortschaft); in a Verbandsgemeinde with the member municipality it belongs to."""

    name: Name
    member: str = ""


class Season(Definition):
    """Days of every year ("03-01"), both included; a season may go over New Year."""

    from_: MonthDay = Field(alias="from")
    until: MonthDay

    model_config = {"populate_by_name": True, "serialize_by_alias": True}


class Limit(Definition):
    """How many applications are taken in a calendar year, or while the offer is open."""

    count: int = Field(ge=1)
    per: Literal["year", "window"]


class OfferDefinition(Definition):
    """`members` are the parameters that differ in a member municipality, by its name.

    Applications are taken from `opens` to `closes`, both days included, and within the season.
    """

    unit: Slug
    popular: bool = False
    parameters: dict[str, Any] = {}
    members: dict[Name, dict[str, Any]] = {}
    opens: date | None = None
    closes: date | None = None
    season: Season | None = None
    limit: Limit | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens and self.closes and self.closes < self.opens:
            raise ValueError("it closes before it opens")
        return self


class RegisterDefinition(Definition):
    """A table that the municipality keeps: streets, day-care centres. Every cell is text."""

    columns: tuple[Key, ...] = Field(min_length=1)
    rows: tuple[tuple[Cell, ...], ...] = ()

    @model_validator(mode="after")
    def _rows_fill_the_columns(self) -> Self:
        if "name" not in self.columns:
            raise ValueError("a register needs a column 'name'")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} must have the columns {', '.join(self.columns)}")
        return self

    def entries(self) -> tuple[dict[str, str], ...]:
        """The rows as parameters of type register take them."""
        return tuple(dict(zip(self.columns, row, strict=True)) for row in self.rows)


def _place(value: object) -> object:
    """A place may be just its name."""
    return {"name": value} if isinstance(value, str) else value


class MunicipalityDefinition(Definition):
    key: Slug
    name: Name
    short_name: Name
    state: Literal["ST"] = "ST"
    official_key: str = Field(default="", pattern=r"^(\d{8}|\d{9}|)$")
    accent: str = Field(pattern=r"^#[0-9a-f]{6}$")
    crest: Name
    contact: Contact
    places: tuple[Annotated[PlaceDefinition, BeforeValidator(_place)], ...] = ()
    members: tuple[Name, ...] = ()
    units: tuple[UnitDefinition, ...] = Field(min_length=1)
    services: dict[ServiceKey, OfferDefinition] = {}
    registers: dict[Key, RegisterDefinition] = {}
    delivery: DeliveryChanges = DeliveryChanges()
    appointments: AppointmentsDefinition = AppointmentsDefinition()
    topics: ChannelDefinition = ChannelDefinition()
    sources: SourcesDefinition = SourcesDefinition()

    @property
    def place_names(self) -> tuple[str, ...]:
        return tuple(place.name for place in self.places)

    @property
    def member_of(self) -> dict[str, str]:
        """The member municipality of each place that belongs to one; a member belongs to itself."""
        own = {name: name for name in self.members}
        return own | {place.name: place.member for place in self.places if place.member}
