"""Writing and reading the lines of postboxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rathaus.core import clock
from rathaus.tenancy.service import Municipality, own_rows

from .models import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """What an app says of something in a postbox. `is_news`: the holder has not seen this yet."""

    kind: str
    ref: UUID
    title: str
    path: str
    number: str = ""
    status: str = ""
    turn: str = Entry.Turn.OURS
    until: date | None = None
    is_news: bool = False


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
    )
    shown = ["number", "title", "status", "turn", "until", "path", "at"]
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


def entries_of(holder: UUID, *, limit: int = 20) -> Sequence[Entry]:
    """The holder's newest entries in all municipalities, each with its municipality. What is put away stays out."""
    with own_rows(holder):
        mine = Entry.objects.filter(holder=holder, archived_at=None).select_related("municipality")
        return list(mine.order_by("-at", "-id")[:limit])


def municipalities_of(holder: UUID) -> Sequence[Municipality]:
    """Where the holder has anything in their postbox, by name."""
    with own_rows(holder):
        here = Entry.objects.filter(holder=holder).values_list("municipality", flat=True).distinct()
        return list(Municipality.objects.filter(pk__in=list(here)).order_by("short_name"))
