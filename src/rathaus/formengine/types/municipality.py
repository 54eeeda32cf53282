"""A municipality as data: who it is, which units it has, what it offers and on which terms."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from .base import Definition, Name, ServiceKey

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Day = Literal["mo", "di", "mi", "do", "fr", "sa"]
Hours = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$")]


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


class OfferDefinition(Definition):
    unit: Slug
    popular: bool = False
    parameters: dict[str, Any] = {}


class MunicipalityDefinition(Definition):
    key: Slug
    name: Name
    short_name: Name
    state: Literal["ST"] = "ST"
    official_key: str = Field(default="", pattern=r"^(\d{8}|\d{9}|)$")
    accent: str = Field(pattern=r"^#[0-9a-f]{6}$")
    crest: Name
    contact: Contact
    places: tuple[Name, ...] = ()
    members: tuple[Name, ...] = ()
    units: tuple[UnitDefinition, ...] = Field(min_length=1)
    services: dict[ServiceKey, OfferDefinition] = {}
