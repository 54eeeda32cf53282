"""What somebody wants to be told, and how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.core import clock
from rathaus.outbox.service import Kind, is_mandatory

from .models import NotificationPreference, WaitingNews, Way


@dataclass(frozen=True, slots=True)
class Choosable:
    """A kind of news that one may switch off: how it is called, what it is, how it comes without a choice."""

    kind: Kind
    name: str | Promise
    what: str | Promise
    default: Way


# The table of optional news, in the order of the page. What is missing here can't be switched off.
CHOOSABLE = (
    Choosable(
        Kind.RECEIVED, _("Antrag eingegangen"), _("Bestätigt, dass Ihr Antrag bei uns angekommen ist."), Way.AT_ONCE
    ),
    Choosable(
        Kind.PROGRESS, _("Neues zu einem Antrag"), _("Sagt, wenn sich der Stand Ihres Antrags ändert."), Way.AT_ONCE
    ),
    Choosable(Kind.MESSAGE, _("Neue Nachricht"), _("Sagt, wenn wir Ihnen geschrieben haben."), Way.AT_ONCE),
    Choosable(
        Kind.DRAFT,
        _("Angefangener Antrag"),
        _("Erinnert Sie, bevor wir einen angefangenen Antrag löschen."),
        Way.AT_ONCE,
    ),
)
_Rows = Mapping[tuple[UUID, UUID, str], Way]  # by reader, holder and kind
_DEFAULTS: Mapping[str, Way] = {row.kind: row.default for row in CHOOSABLE}


def ways_of(readers: Iterable[UUID], *, holder: UUID, kind: str) -> dict[UUID, Way]:
    """How each of them is told of such news. One query; none for what is mandatory, which comes at once."""
    everybody = list(readers)
    if is_mandatory(kind):
        return dict.fromkeys(everybody, Way.AT_ONCE)
    rows = _rows(NotificationPreference.objects.filter(reader__in=everybody, kind__in=[kind, Kind.DIGEST]))
    return {reader: _way(rows, reader, holder, kind) for reader in everybody}


def chosen_ways(reader: UUID, *, holder: UUID) -> dict[str, Way]:
    """How one reader is told of each kind that can be switched off. One query."""
    rows = _rows(NotificationPreference.objects.filter(reader=reader))
    return {row.kind: _way(rows, reader, holder, row.kind) for row in CHOOSABLE}


def still_wanted(waiting: Iterable[WaitingNews]) -> list[WaitingNews]:
    """Without what its reader has switched off since. One query."""
    everything = list(waiting)
    rows = _rows(NotificationPreference.objects.filter(reader__in={news.reader for news in everything}))
    return [news for news in everything if _way(rows, news.reader, news.holder, news.kind) is not Way.NONE]


@transaction.atomic
def choose_ways(reader: UUID, *, holder: UUID, ways: Mapping[str, Way]) -> None:
    """Keep the choice for these kinds; mandatory and unknown ones are left out. Who wants daily news wants the e-mail
    that brings them."""
    chosen = {kind: way for kind, way in ways.items() if kind in _DEFAULTS}
    _keep(reader, holder, chosen)
    if Way.DAILY in chosen.values():
        NotificationPreference.objects.filter(reader=reader, kind=Kind.DIGEST).delete()


def switch_kind(reader: UUID, *, holder: UUID, kind: str, on: bool) -> None:
    """By the link in an e-mail, any number of times. On again means the default."""
    if on:
        NotificationPreference.objects.filter(reader=reader, holder=holder, kind=kind).delete()
    else:
        _keep(reader, holder, {kind: Way.NONE})


def _keep(reader: UUID, holder: UUID, ways: Mapping[str, Way]) -> None:
    now = clock.now()
    NotificationPreference.objects.bulk_create(
        [
            NotificationPreference(reader=reader, holder=holder, kind=kind, way=way, at=now)
            for kind, way in ways.items()
        ],
        update_conflicts=True,
        update_fields=["way", "at"],
        unique_fields=["reader", "holder", "kind"],
    )


def _rows(found: QuerySet[NotificationPreference]) -> _Rows:
    return {(row.reader, row.holder, row.kind): Way(row.way) for row in found}


def _way(rows: _Rows, reader: UUID, holder: UUID, kind: str) -> Way:
    if kind == Kind.DIGEST:
        return rows.get((reader, reader, kind), Way.AT_ONCE)
    way = rows.get((reader, holder, kind), _DEFAULTS[kind])
    # The daily e-mail is one for all in whose name somebody acts; without it there is none.
    without = way is Way.DAILY and rows.get((reader, reader, Kind.DIGEST)) is Way.NONE
    return Way.NONE if without else way
