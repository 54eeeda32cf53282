"""The council calendar: meetings by committee, what is moved and what is off."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .models import Kind, Publication, PublicationEvent, Topic
from .showing import published
from .sources.parsing.oparl import MINUTES

_MOST = 200
_AGENDA = "Tagesordnung:\n"
_CALLED_AGAIN = re.compile(r"#[0-9a-f]{12}$")  # what `telling` adds to the reference


@dataclass(frozen=True)
class Meeting:
    """`moved_from`: when it was to begin before. `minutes`: where they are, empty while there are none."""

    publication: Publication
    moved_from: datetime | None
    minutes: str

    @property
    def is_off(self) -> bool:
        return self.publication.ended_at is not None

    @property
    def agenda(self) -> list[str]:
        """The points, if its text is an agenda."""
        head, found, points = self.publication.text.partition(_AGENDA)
        return [] if head.strip() or not found else [line for line in points.splitlines() if line.strip()]


def committees() -> list[Topic]:
    return list(Topic.objects.filter(is_active=True, is_leaf=True, has_meetings=True).order_by("position"))


def coming_meetings(committee: str = "") -> list[Meeting]:
    """What is not over, the next one first; what was called off stays until its time. Three queries."""
    return _meetings(_events(committee).filter(ends_at__gt=clock.now()).order_by("starts_at", "id"))


def meetings_of_year(year: int, committee: str = "") -> list[Meeting]:
    """What was in a year, newest first. Three queries."""
    begin, finish = datetime(year, 1, 1, tzinfo=BERLIN), datetime(year + 1, 1, 1, tzinfo=BERLIN)
    rows = _events(committee).filter(starts_at__gte=begin, starts_at__lt=finish, ends_at__lte=clock.now())
    return _meetings(rows.order_by("-starts_at", "id"))


def news_of_year(year: int, committee: str = "") -> list[Publication]:
    """Minutes and other news of the committees, newest first."""
    begin, finish = datetime(year, 1, 1, tzinfo=BERLIN), datetime(year + 1, 1, 1, tzinfo=BERLIN)
    rows = published(topics=[committee] if committee else []).filter(
        topic__has_meetings=True, kind=Kind.NEWS, ended_at=None
    )
    return list(rows.filter(published_at__gte=begin, published_at__lt=finish)[:_MOST])


def meeting_years(committee: str = "") -> list[int]:
    """In which something was, newest first."""
    over = _events(committee).filter(ends_at__lte=clock.now())
    return [first.year for first in over.datetimes("starts_at", "year", order="DESC", tzinfo=BERLIN)]


def moved_from(rows: Iterable[Publication]) -> dict[UUID, datetime]:
    """When events were to begin before they were moved the last time. One query."""
    starts = {row.pk: row.starts_at for row in rows if row.sequence and row.starts_at}
    said = PublicationEvent.objects.filter(publication__in=starts, kind__in=["published", "revised"])
    found: dict[UUID, datetime] = {}
    for pk, told in said.order_by("at", "id").values_list("publication_id", "said__starts_at"):
        before = datetime.fromisoformat(told) if told else None
        if before and before != starts[pk]:
            found[pk] = before
    return found


def _events(committee: str) -> QuerySet[Publication]:
    return _of_committee(committee).filter(kind=Kind.EVENT)


def _of_committee(committee: str) -> QuerySet[Publication]:
    """Empty means all."""
    return published(topics=[committee] if committee else []).filter(topic__has_meetings=True)


def _meetings(found: QuerySet[Publication]) -> list[Meeting]:
    rows = _without_called_again(list(found[:_MOST]))
    before, minutes = moved_from(rows), _minutes(rows)
    return [Meeting(row, before.get(row.pk), minutes.get((row.source, _meant(row)), "")) for row in rows]


def _without_called_again(rows: Sequence[Publication]) -> list[Publication]:
    """A meeting that was called off and on again is one, and is on."""
    on = {(row.source, _meant(row)) for row in rows if row.ended_at is None}
    return [row for row in rows if row.ended_at is None or (row.source, _meant(row)) not in on]


def _minutes(rows: Sequence[Publication]) -> dict[tuple[str, str], str]:
    meant = {_meant(row) for row in rows}
    news = Publication.objects.filter(reference__in=[f"{one}{MINUTES}" for one in meant], kind=Kind.NEWS)
    told = news.filter(published_at__isnull=False, ended_at=None)
    return {(one.source, one.reference.removesuffix(MINUTES)): one.link for one in told}


def _meant(row: Publication) -> str:
    """The meeting's own reference at its source."""
    return _CALLED_AGAIN.sub("", row.reference)
