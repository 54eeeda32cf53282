"""Writing and reading the lines of postboxes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rathaus.core import clock

from .models import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """What an app says of something in a postbox. `is_news`: the holder has not seen this yet. `version`: of the
    service that names it in other languages. `words`: what can be searched besides; None leaves them as they are."""

    kind: str
    ref: UUID
    title: str
    path: str
    number: str = ""
    status: str = ""
    turn: str = Entry.Turn.OURS
    until: date | None = None
    is_news: bool = False
    version: UUID | None = None
    words: str | None = None


def put_entry(holder: UUID, line: Line) -> None:
    """Bring the holder's entry up to date, or make it. News comes back out of the archive. One statement."""
    now = clock.now()
    entry = Entry(
        holder=holder,
        kind=line.kind,
        ref=line.ref,
        number=line.number,
        title=line.title[:200],
        status=line.status,
        turn=line.turn,
        until=line.until,
        path=line.path,
        at=now,
        unread=line.is_news,
        version_id=line.version,
        words=line.words or "",
    )
    shown = ["number", "title", "status", "turn", "until", "path", "at", "version"]
    if line.words is not None:
        shown.append("words")
    Entry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        update_fields=[*shown, "unread", "archived_at"] if line.is_news else shown,
        unique_fields=["municipality", "holder", "kind", "ref"],
    )


def remove_entry(holder: UUID, kind: str, ref: UUID) -> None:
    Entry.objects.filter(holder=holder, kind=kind, ref=ref).delete()


def forget_entries(refs: Sequence[UUID]) -> None:
    """What they refer to is gone, for everybody who had it."""
    Entry.objects.filter(ref__in=refs).delete()


def mark_read(holder: UUID, kind: str, ref: UUID) -> None:
    Entry.objects.filter(holder=holder, kind=kind, ref=ref, unread=True).update(unread=False)


def mark_seen(holder: UUID, refs: Iterable[UUID]) -> None:
    """The same for several things at once, whatever their kind. One statement."""
    Entry.objects.filter(holder=holder, ref__in=list(refs), unread=True).update(unread=False)
