"""Appointments: the engine sees when and where, never whether the time is still kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cel_expr_python import cel

from rathaus.core.clock import BERLIN
from rathaus.formengine.types.base import Language
from rathaus.formengine.types.fields import FieldDefinition

from .base import Asked, Kind

_DAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_FORMS = {
    "de": "{day}, {n}. {month} {year}, {at} Uhr, {office}",
    "en": "{day}, {n} {month} {year}, {at}, {office}",
}


class Appointment(Kind):
    """{"hold", "start", "office"}: an id, an instant with its zone, a name. Rules see the day.

    Posting a page never changes it: what chooses and keeps a time puts it into the answers.
    """

    cel_type = cel.Type.TIMESTAMP
    empty = datetime(1800, 1, 1, tzinfo=UTC)
    required_code = "required_appointment"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> Any:
        return None

    def to_rule(self, value: Any) -> datetime:
        UUID(value["hold"])
        day = _local(value).date()
        if not isinstance(value["office"], str):
            raise TypeError(type(value["office"]).__name__)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> str:
        return "" if value is None else show_visit(value, language)

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return show_visit(value, asked.language)


def show_visit(value: Any, language: Language) -> str:
    """“Dienstag, 1. Dezember 2026, 10:20 Uhr, Rathaus”: German local time, whatever the zone of the server."""
    start = _local(value)
    return _FORMS[language].format(
        day=_DAYS[language][start.weekday()],
        n=start.day,
        month=_MONTHS[language][start.month - 1],
        year=start.year,
        at=f"{start:%H:%M}",
        office=value["office"],
    )


def _local(value: Any) -> datetime:
    """Raises TypeError, KeyError or ValueError for what is no instant."""
    start = datetime.fromisoformat(value["start"])
    if start.tzinfo is None:
        raise ValueError("a start needs its zone")
    try:
        return start.astimezone(BERLIN)
    except OverflowError:
        raise ValueError("no such time") from None
