"""Reading a postbox: one list over all municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.tenancy.service import Municipality, own_rows, scope

from .models import Entry

PER_PAGE = 20
_SHOWN_UNREAD = 100
_LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """`kinds`: of these only; none: of all. `q` looks in number, title, municipality, and what was written."""

    kinds: tuple[str, ...] = ()
    archived: bool = False
    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of a postbox. `unread` counts in all of it, to 100."""

    entries: tuple[Entry, ...]
    unread: int
    page: int
    has_next: bool


def postbox_page(holder: UUID, wanted: Wanted) -> EntryPage:
    """20 entries, the newest first, each with its municipality, and how many are unread. Three queries."""
    page = min(max(wanted.page, 1), _LAST_PAGE)
    first = (page - 1) * PER_PAGE
    with own_rows(holder):
        found = _with_municipalities(_matching(holder, wanted)[first : first + PER_PAGE + 1])
        unread = _unread(holder)
    return EntryPage(tuple(found[:PER_PAGE]), unread, page, len(found) > PER_PAGE)


def entries_of(holder: UUID, *, limit: int = 20) -> Sequence[Entry]:
    """The holder's newest entries in all municipalities, each with its municipality. What is put away stays out."""
    with own_rows(holder):
        return _with_municipalities(_matching(holder, Wanted())[:limit])


def unread_count(holder: UUID) -> int:
    """How many entries the holder has not seen, in all municipalities, counted to 100. One query."""
    with own_rows(holder):
        return _unread(holder)


def own_entry(holder: UUID, entry_id: UUID) -> Entry | None:
    """An entry of this holder, in whichever municipality."""
    with own_rows(holder):
        return Entry.objects.filter(holder=holder, pk=entry_id).select_related("municipality").first()


def put_away(holder: UUID, entry_id: UUID, *, back: bool = False) -> Entry | None:
    """Into the archive, or `back` out of it; None if it isn't theirs. It is read then.

    Written in the scope of the municipality that has it, wherever its holder is.
    """
    entry = own_entry(holder, entry_id)
    if entry is None:
        return None
    entry.archived_at = None if back else clock.now()
    with scope(entry.municipality):
        Entry.objects.filter(pk=entry.pk, holder=holder).update(archived_at=entry.archived_at, unread=False)
    return entry


def _matching(holder: UUID, wanted: Wanted) -> QuerySet[Entry]:
    found = Entry.objects.filter(holder=holder, archived_at__isnull=not wanted.archived)
    if wanted.kinds:
        found = found.filter(kind__in=wanted.kinds)
    for word in clean_text(wanted.q)[:100].split()[:8]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(number__icontains=word)
            | Q(words__icontains=word)
            | Q(municipality__name__icontains=word)
        )
    return found.defer("words").order_by("-at", "-id")


def _with_municipalities(found: QuerySet[Entry]) -> list[Entry]:
    """Each municipality read once: joined to every row, its settings would be read as often as there are rows."""
    entries = list(found)
    known = Municipality.objects.in_bulk({entry.municipality_id for entry in entries})
    for entry in entries:
        entry.municipality = known[entry.municipality_id]
    return entries


def _unread(holder: UUID) -> int:
    return Entry.objects.filter(holder=holder, unread=True, archived_at=None)[:_SHOWN_UNREAD].count()


def municipalities_of(holder: UUID) -> Sequence[Municipality]:
    """Where the holder has anything in their postbox, by name."""
    with own_rows(holder):
        here = Entry.objects.filter(holder=holder).values_list("municipality", flat=True).distinct()
        return list(Municipality.objects.filter(pk__in=list(here)).order_by("short_name"))
