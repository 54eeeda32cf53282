"""Topics and places in an address: `?thema=freibad&thema=abfall&ort=Grieben`. Feeds and calendars are known by it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from rathaus.channel.service import Publication, published

_MOST, _LONGEST = 50, 100


@dataclass(frozen=True)
class Filters:
    """What is unknown here finds nothing; none means all."""

    topics: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def query(self) -> str:
        """The same for the same choice, in whatever order it came."""
        return urlencode([*(("thema", t) for t in self.topics), *(("ort", p) for p in self.places)])

    def rows(self) -> QuerySet[Publication]:
        return published(topics=self.topics, places=self.places)

    def fits(self, publication: Publication) -> bool:
        """As `rows`, for what is at hand already."""
        topic = publication.topic
        is_topic = not self.topics or bool({topic.key, topic.parent and topic.parent.key} & set(self.topics))
        is_place = not self.places or not publication.places or bool(set(self.places) & set(publication.places))
        return is_topic and is_place


def read_filters(request: HttpRequest) -> Filters:
    return Filters(_values(request, "thema"), _values(request, "ort"))


def _values(request: HttpRequest, name: str) -> tuple[str, ...]:
    given = (value.replace("\x00", "")[:_LONGEST] for value in request.GET.getlist(name)[:_MOST])
    return tuple(sorted({value for value in given if value}))
