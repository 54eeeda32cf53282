"""What the address asks for: which errands, how many people, which office, day and time of day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from rathaus.appointments.service import PARTS_OF_DAY
from rathaus.core import clock
from rathaus.formengine.service import WEEKDAYS

_MOST_ERRANDS = 4
_MOST_DAYS_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Filters:
    """What makes no sense in an address is left out, never an error."""

    office: str = ""
    weekday: str = ""
    part: str = ""
    people: int = 1
    more: tuple[str, ...] = ()
    since: date | None = None

    def narrowed(self, field: str, choice: str) -> "Filters":
        """With one of the three choices made."""
        return replace(self, **{field: choice})  # type: ignore[arg-type]  # the three that are texts

    def address(self, **changed: object) -> str:
        """The query with something changed; the beginning of the list only where that is what changes."""
        new = replace(self, **{"since": None, **changed})  # type: ignore[arg-type]  # names of our own fields
        pairs = [
            ("ort", new.office),
            ("tag", new.weekday),
            ("zeit", new.part),
            ("personen", "" if new.people == 1 else str(new.people)),
            *(("mit", key) for key in new.more),
            ("ab", new.since.isoformat() if new.since else ""),
        ]
        return f"?{urlencode([(name, value) for name, value in pairs if value])}"


def read_filters(query: QueryDict) -> Filters:
    people = query.get("personen", "")
    return Filters(
        office=query.get("ort", "")[:60],
        weekday=query.get("tag", "") if query.get("tag", "") in WEEKDAYS else "",
        part=query.get("zeit", "") if query.get("zeit", "") in PARTS_OF_DAY else "",
        people=int(people) if people in {str(n) for n in range(1, 9)} else 1,
        more=tuple(dict.fromkeys(key[:60] for key in query.getlist("mit") if key))[:_MOST_ERRANDS],
        since=_day(query.get("ab", "")),
    )


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if abs(day - clock.today()) < _MOST_DAYS_AHEAD else None
