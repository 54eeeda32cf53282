"""Appointments as data: where and when somebody is there, and for what one can come.

Times of day are local (Europe/Berlin), lengths are minutes. Everything is a multiple of five minutes.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from .base import Definition, Name, ServiceKey

RASTER = 5
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Weekday = Literal["mo", "di", "mi", "do", "fr", "sa", "so"]
WEEKDAYS: tuple[Weekday, ...] = ("mo", "di", "mi", "do", "fr", "sa", "so")
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5][05]|24:00)$")]
CalendarDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]  # far from the ends of the calendar
Minutes = Annotated[int, Field(ge=0, le=720, multiple_of=RASTER)]


class Release(Definition):
    """Times that open late: `days_before` days before the day they are on, at a time of that day."""

    days_before: int = Field(ge=0, le=366)
    at: TimeOfDay = "00:00"


class OpeningRule(Definition):
    """When counters are there: on `days` of the week, or on single `dates`.

    `weeks`: only every n-th week, counted from the week of `since`. `nth`: only the n-th such day of a month, -1 the
    last. `since` and `until` are its first and last day. An end that is not after the start is on the next day; a
    time that a day lacks in spring is an hour later, one that it has twice in autumn is the first. On public holidays
    only what names its `dates` holds.
    """

    days: tuple[Weekday, ...] = ()
    dates: tuple[CalendarDay, ...] = ()
    from_: TimeOfDay = Field(alias="from")
    to: TimeOfDay
    weeks: int = Field(default=1, ge=1, le=52)
    nth: tuple[Literal[1, 2, 3, 4, 5, -1], ...] = ()
    since: date | None = None
    until: date | None = None
    counters: tuple[Slug, ...] = ()  # of the office; none named: all
    released: Release | None = None

    model_config = {"populate_by_name": True, "serialize_by_alias": True}

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if bool(self.days) == bool(self.dates):
            raise ValueError("a rule has either days or dates")
        if self.weeks > 1 and self.since is None:
            raise ValueError("every n-th week is counted from a day: since")
        if self.since and self.until and self.until < self.since:
            raise ValueError("it ends before it begins")
        if self.from_ == "24:00":
            raise ValueError("a day begins at 00:00")
        return self


class ClosureDefinition(Definition):
    """Days on which an office is closed, both included."""

    from_: CalendarDay = Field(alias="from")
    until: CalendarDay
    reason: Name

    model_config = {"populate_by_name": True, "serialize_by_alias": True}

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.from_:
            raise ValueError("it ends before it begins")
        return self


class CounterDefinition(Definition):
    """A place where somebody is served, with the keys of the offerings that it serves."""

    key: Slug
    name: Name
    room: str = ""
    unit: Slug
    serves: tuple[Slug, ...] = Field(min_length=1)


class EquipmentDefinition(Definition):
    """What is needed besides a counter and is there once: a terminal, a room, a registrar. `kind` is what for."""

    key: Slug
    kind: Slug
    name: Name


class QueueDefinition(Definition):
    """Who comes without an appointment takes a number. All times are minutes, but for `kept_days`.

    `opening`: when numbers are given out; none: whenever a counter of the office is there. An appointment goes before
    those without one from `early` before its time until `late` after it; who has waited for `patience` counts as
    having an appointment (0: never). A free time of today is offered where the wait is longer than `long_wait`. At
    most `most` wait without an appointment. `keeps_place`: who is sent on to another counter keeps their place.
    Numbers and what happened to them are deleted after `kept_days`.
    """

    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] = "A"
    opening: tuple[OpeningRule, ...] = ()
    early: int = Field(default=5, ge=0, le=120)
    late: int = Field(default=15, ge=0, le=240)
    patience: int = Field(default=45, ge=0, le=480)
    long_wait: int = Field(default=30, ge=0, le=480)
    most: int = Field(default=60, ge=1, le=900)
    keeps_place: bool = True
    kept_days: int = Field(default=400, ge=30, le=3650)


class OfficeDefinition(Definition):
    key: Slug
    name: Name
    name_en: Name
    street: Name
    postcode: str = Field(pattern=r"^\d{5}$")
    city: Name
    note: str = ""  # how to get in, for who comes for the first time
    note_en: str = ""
    counters: tuple[CounterDefinition, ...] = Field(min_length=1)
    equipment: tuple[EquipmentDefinition, ...] = ()
    opening: tuple[OpeningRule, ...] = ()
    closures: tuple[ClosureDefinition, ...] = ()
    queue: QueueDefinition | None = None


class OfferingDefinition(Definition):
    """What one can come for. `service`: whose page tells the rest, and what to bring where `bring` is empty.

    The counter is taken for `before` + `minutes` + `after`. Each further person takes `per_person` minutes (as long
    as the first where that is not said), up to `people`. `together`: can be done in one visit with others.
    `needs`: kinds of equipment. Booked at least `lead` minutes and at most `window` days before, at starts every
    `step` minutes. `discreet`: e-mails don't tell what to bring, which would tell what for. `confirm: link`: who
    books online is sent a link, and the booking is made with it.
    """

    key: Slug
    service: ServiceKey | None = None
    name: Name
    name_en: Name
    icon: str = "kalender"
    minutes: Annotated[int, Field(ge=RASTER, le=480, multiple_of=RASTER)]
    before: Minutes = 0
    after: Minutes = 0
    step: Literal[5, 10, 15, 20, 30, 60] = 10
    people: int = Field(default=1, ge=1, le=8)
    per_person: Minutes | None = None
    together: bool = True
    needs: tuple[Slug, ...] = ()
    window: int = Field(default=60, ge=1, le=366)
    lead: Minutes = 60
    bring: tuple[Name, ...] = ()
    bring_en: tuple[Name, ...] = ()
    popular: bool = False
    discreet: bool = False
    confirm: Literal["none", "link"] = "none"


class AppointmentsDefinition(Definition):
    """appointments.yaml of a municipality. `holidays`: local ones, besides those of the state."""

    offices: tuple[OfficeDefinition, ...] = ()
    offerings: tuple[OfferingDefinition, ...] = ()
    holidays: dict[date, Name] = {}
