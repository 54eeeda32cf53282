"""What comes in and goes out. Times are ISO 8601 with offset; dates and weekdays are those of Europe/Berlin."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from rathaus.appointments.service import MOST_NAME, MOST_NOTE

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Number = Annotated[str, Field(pattern=r"^[0-9A-Z-]{1,12}$")]
Weekday = Literal["mo", "di", "mi", "do", "fr", "sa", "so"]
PartOfDay = Literal["vormittag", "nachmittag", "abend"]
People = Annotated[int, Field(ge=1, le=20)]


class FieldProblemOut(Schema):
    field: str
    error: str


class ProblemOut(Schema):
    """RFC 9457; what `type` doesn't need is left out.

    `errors`: which fields, and never what stood in them. `nearest`: times that are free instead. `minutes`: what the
    visit takes. `retry_after`: seconds. `challenge` and `bits`: the proof of work that is asked for.
    """

    type: str
    title: str
    status: int
    errors: list[FieldProblemOut] | None = None
    nearest: list[datetime] | None = None
    minutes: int | None = None
    retry_after: int | None = None
    challenge: str | None = None
    bits: int | None = None


class ServiceOut(Schema):
    key: str
    title: str
    url: str


class ServicesOut(Schema):
    q: str
    services: list[ServiceOut]


class OfficeOut(Schema):
    key: str
    name: str
    address: str
    note: str


class OfferingOut(Schema):
    """`minutes` for one person; `window` days ahead can be booked, `lead` minutes before at the latest."""

    key: str
    name: str
    service: str
    minutes: int
    people: int
    together: bool
    window: int
    lead: int
    bring: list[str]


class OfferingDetailOut(OfferingOut):
    offices: list[OfficeOut]


class OfficeTimesOut(Schema):
    office: str
    starts: list[datetime]


class DayOut(Schema):
    date: date
    offices: list[OfficeTimesOut]


class FreeTimesOut(Schema):
    """`next_from`: where the next page begins; null on the last."""

    offerings: list[str]
    minutes: int
    days: list[DayOut]
    next_from: date | None


class NextOut(Schema):
    start: datetime
    office: str


class NextFreeOut(Schema):
    """`next` is null where nothing is free inside the booking window."""

    offerings: list[str]
    minutes: int
    next: NextOut | None


class HoldIn(Schema):
    """`minutes`, where given, must be what the visit takes."""

    offerings: Annotated[list[Key], Field(min_length=1, max_length=5)]
    people: People = 1
    office: Key
    start: AwareDatetime
    minutes: int | None = None


class HoldOut(Schema):
    """`token` is what extending, releasing and booking need; `booked`: it became a booking."""

    id: str
    token: str
    offerings: list[str]
    people: int
    office: str
    start: datetime
    end: datetime
    expires_at: datetime
    extended: bool
    booked: bool


class BookingIn(Schema):
    """Either `hold` or `time`. An e-mail address or a telephone number is needed."""

    hold: Annotated[str, Field(pattern=r"^[0-9a-fA-F-]{36}$")] | None = None
    time: HoldIn | None = None
    name: Annotated[str, Field(max_length=MOST_NAME)]
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""
    language: Literal["de", "en"] = "de"


class BookingOut(Schema):
    """`status`: booked, arrived, serving, done, no_show or cancelled. `sequence` counts changes, as calendars do."""

    number: str
    status: str
    offerings: list[str]
    title: str
    people: int
    office: str
    start: datetime
    end: datetime
    bring: list[str]
    changeable: bool
    sequence: int


class BookedOut(BookingOut):
    """`code` opens the booking; `link` is the private link for the person. Both are secrets."""

    code: str
    link: str


class MoveIn(Schema):
    office: Key
    start: AwareDatetime
