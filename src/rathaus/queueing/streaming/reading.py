"""What the stream asks the database. It runs in threads, through the same wall as every page."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import connection
from django.http.request import split_domain_port

from rathaus.queueing.models import Queue
from rathaus.queueing.reading import current_calls, news_since
from rathaus.tenancy.service import Municipality, find_municipality, scope

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Channel:
    """A queue of a municipality, as somebody asked for it."""

    municipality: Municipality
    queue: UUID

    @property
    def key(self) -> str:
        """What PostgreSQL says when something happened."""
        return f"{self.municipality.pk}:{self.queue}"


@dataclass(frozen=True)
class News:
    """Messages by the revision after which they hold, in order; `revision`: up to where they tell everything."""

    revision: int
    messages: tuple[tuple[int, bytes], ...]


def closing(work: Callable[P, T]) -> Callable[P, T]:
    """Give the connection back when the work is done."""

    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()

    return run


@closing
def find_channel(host: str, queue: UUID) -> tuple[Channel, int] | None:
    """The queue, if it is of the municipality that is served at this host, and its revision; else None."""
    name = split_domain_port(host)[0].rstrip(".").lower()
    municipality = find_municipality(name)
    if municipality is None:
        return None
    with scope(municipality):
        revision = Queue.objects.filter(pk=queue, is_active=True).values_list("revision", flat=True).first()
    return None if revision is None else (Channel(municipality, queue), revision)


@closing
def read_news(channel: Channel, since: int) -> News:
    """Numbers and counters, nothing else: everybody may read it. Three queries, for all who listen."""
    with scope(channel.municipality):
        queue = Queue.objects.get(pk=channel.queue)
        happened = news_since(queue.pk, since)
        calls = [asdict(call) for call in current_calls(queue)]
    if happened and happened[-1][0] < queue.revision:  # too much was missed: the page is read anew
        return News(queue.revision, ((queue.revision, message(queue.revision, "neu", {})),))
    return News(
        happened[-1][0] if happened else since,
        tuple(
            (revision, message(revision, "ruf" if call else "stand", {"calls": calls, "call": call and asdict(call)}))
            for revision, call in happened
        ),
    )


def message(revision: int, kind: str, data: object) -> bytes:
    """One event as the HTML standard writes it (section 9.2.5)."""
    return f"id: {revision}\nevent: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
