"""A line of the postbox in words: what it is, whose turn it is, where it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.applying.service import reader_language
from rathaus.catalogue.service import compiled
from rathaus.postbox.service import Entry
from rathaus.tenancy.service import Municipality, base_url
from rathaus.ui.moments import day_words

KINDS = {
    Entry.Kind.CASE: gettext_lazy("Vorgang"),
    Entry.Kind.NOTICE: gettext_lazy("Bescheid"),
    Entry.Kind.THREAD: gettext_lazy("Nachricht"),
    Entry.Kind.DRAFT: gettext_lazy("Entwurf"),
    Entry.Kind.APPOINTMENT: gettext_lazy("Termin"),
    Entry.Kind.CLAIM: gettext_lazy("Zahlung"),
}
_THREADS = {
    "WAITING": gettext_lazy("Wir sind dran: Wir antworten Ihnen"),
    "ANSWERED": gettext_lazy("Wir haben geantwortet"),
    "CLOSED": gettext_lazy("Beendet"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """As the page shows it. `address` is absolute where another municipality has it."""

    pk: UUID
    kind: str
    title: str
    number: str
    address: str
    municipality: Municipality
    words: str
    is_yours: bool
    unread: bool
    at: datetime


def lines_of(entries: tuple[Entry, ...], here: Any) -> Iterator[Line]:
    for entry in entries:
        yield Line(
            pk=entry.pk,
            kind=str(KINDS[Entry.Kind(entry.kind)]),
            title=title_of(entry),
            number=entry.number,
            address=address_of(entry, here),
            municipality=entry.municipality,
            words=turn_words(entry),
            is_yours=entry.turn == Entry.Turn.YOURS,
            unread=entry.unread,
            at=entry.at,
        )


def title_of(entry: Entry) -> str:
    """What a service is called in the reader's language; in German as the town hall calls it."""
    language = reader_language()
    if entry.version_id is None or language == "de":
        return entry.title
    return compiled(entry.version_id).text("title", language)


def address_of(entry: Entry, here: Any) -> str:
    return entry.path if entry.municipality_id == here.pk else base_url(entry.municipality) + entry.path


def turn_words(entry: Entry) -> str:
    """Whose turn it is, and until when."""
    day = day_words(entry.until) if entry.until else ""
    if entry.kind == Entry.Kind.NOTICE:
        return _("Ihr Bescheid liegt bereit")
    if entry.kind == Entry.Kind.THREAD:
        return str(_THREADS.get(entry.status, ""))
    if entry.kind == Entry.Kind.DRAFT:
        return _("Sie sind dran: bis %(day)s weitermachen, danach wird er gelöscht") % {"day": day}
    if entry.kind == Entry.Kind.APPOINTMENT:
        return _("Termin: %(day)s") % {"day": day} if day else _("Abgesagt")
    return _case_words(entry, day)


def _case_words(entry: Entry, day: str) -> str:
    if entry.turn == Entry.Turn.YOURS:
        return _("Sie sind dran: bis %(day)s antworten") % {"day": day} if day else _("Sie sind dran: antworten")
    if entry.status == "INITIATED":
        return _("Die anderen sind dran: Sie müssen gerade nichts tun")
    if entry.turn == Entry.Turn.OURS:
        return _("Wir sind dran: in der Regel bis %(day)s") % {"day": day} if day else _("Wir sind dran")
    return _("Abgeschlossen") if entry.kind == Entry.Kind.CASE else ""
