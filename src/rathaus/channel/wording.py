"""What goes out, in words: for e-mails, push messages and feeds."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.core import clock
from rathaus.tenancy.service import base_url, current_municipality

from .councils import moved_from
from .models import Dispatch, DispatchKind, Kind, Publication, Rhythm, Severity, Status

_SHORT = 200
_LONGEST_PUSH = 300
SEVERITY: dict[str, Promise] = {
    Severity.MINOR: gettext_lazy("Hinweis"),
    Severity.MODERATE: gettext_lazy("Warnung"),
    Severity.SEVERE: gettext_lazy("Ernste Warnung"),
    Severity.EXTREME: gettext_lazy("Extreme Gefahr"),
}
KIND: dict[str, Promise] = {
    Kind.NEWS: gettext_lazy("Meldung"),
    Kind.STATUS: gettext_lazy("Aktueller Stand"),
    Kind.EVENT: gettext_lazy("Termin"),
    Kind.WARNING: gettext_lazy("Warnung"),
}
STATUS: dict[str, Promise] = {
    Status.OPEN: gettext_lazy("offen"),
    Status.LIMITED: gettext_lazy("eingeschränkt"),
    Status.CLOSED: gettext_lazy("geschlossen"),
}
RHYTHM: dict[str, Promise] = {
    Rhythm.AT_ONCE: gettext_lazy("Sofort"),
    Rhythm.DAILY: gettext_lazy("Einmal am Tag, um 7 Uhr"),
    Rhythm.WEEKLY: gettext_lazy("Einmal in der Woche, montags um 7 Uhr"),
}
_ALL_CLEAR: dict[str, Promise] = {
    Kind.NEWS: gettext_lazy("Aufgehoben"),
    Kind.STATUS: gettext_lazy("Aufgehoben"),
    Kind.EVENT: gettext_lazy("Abgesagt"),
    Kind.WARNING: gettext_lazy("Entwarnung"),
}


def label(publication: Publication) -> str:
    """The kind, and of a warning how grave it is."""
    return str(SEVERITY[publication.severity] if publication.kind == Kind.WARNING else KIND[publication.kind])


def headline(publication: Publication, kind: str = DispatchKind.FIRST) -> str:
    """The title with what one must know first."""
    lead = ""
    if kind == DispatchKind.ALL_CLEAR:
        lead = str(_ALL_CLEAR[publication.kind])
    elif kind == DispatchKind.CORRECTION:
        is_warning = publication.kind == Kind.WARNING
        lead = _("%(label)s, geändert") % {"label": label(publication)} if is_warning else _("Geändert")
    elif publication.kind == Kind.WARNING:
        lead = label(publication)
    return f"{lead}: {publication.title}" if lead else publication.title


def when(publication: Publication) -> str:
    """From when until when, on the wall clock here; empty where it isn't told, and for what holds no longer.

    Of an event that was called off too: nobody knows it by its title alone.
    """
    if publication.kind == Kind.EVENT and publication.starts_at and publication.ends_at:
        return _span(localtime(publication.starts_at), localtime(publication.ends_at))
    if publication.kind in (Kind.STATUS, Kind.WARNING) and publication.ended_at is None:
        return _holds(publication)
    return ""


def _holds(publication: Publication) -> str:
    if publication.ends_at:
        return _("gilt bis %(end)s Uhr") % {"end": _end(localtime(publication.ends_at))}
    begins = publication.starts_at
    if begins and begins > clock.now():
        return _("gilt ab %(start)s Uhr bis auf Weiteres") % {"start": _moment(localtime(begins))}
    return _("gilt bis auf Weiteres")


def _span(start: datetime, finish: datetime) -> str:
    if is_midnight(start) and is_midnight(finish):
        first, last = start.date(), finish.date() - timedelta(days=1)
        if first == last:
            return date_format(first, "j. F Y")
        form = "j. F Y" if first.year != last.year else "j. F" if first.month != last.month else "j."
        return _("%(start)s bis %(end)s") % {"start": date_format(first, form), "end": date_format(last, "j. F Y")}
    end = _moment(finish, "H:i") if start.date() == finish.date() else _end(finish)
    return _("%(start)s bis %(end)s Uhr") % {"start": _moment(start), "end": end}


def is_midnight(instant: datetime) -> bool:
    return localtime(instant).time() == time()


def _end(finish: datetime) -> str:
    """Midnight belongs to the day that ends with it."""
    if is_midnight(finish):
        return f"{date_format(finish.date() - timedelta(days=1), 'j. F Y')}, 24:00"
    return _moment(finish)


def _moment(instant: datetime, form: str = "") -> str:
    """On the wall clock; in the hour that comes twice in autumn, with the name of the time."""
    told = date_format(instant, form or "j. F Y, H:i")
    if instant.replace(fold=0).utcoffset() == instant.replace(fold=1).utcoffset():
        return told
    name = _("Winterzeit") if instant.fold else _("Sommerzeit")
    return f"{told} ({name})"


def where(publication: Publication) -> str:
    return ", ".join(publication.places)


def address(publication: Publication) -> str:
    """Its page, whole."""
    return f"{base_url(current_municipality())}{reverse('channel_item', args=[publication.pk])}"


def mail_words(dispatch: Dispatch) -> dict[str, Any]:
    told = dispatch.publication
    title = headline(told, dispatch.kind)
    return {
        "headline": title,
        "headings": [title],
        "publication": told,
        "when": when(told),
        "before": _before(dispatch),
        "where": where(told),
        "is_warning": told.kind == Kind.WARNING and dispatch.kind != DispatchKind.ALL_CLEAR,
        "instructions": "" if dispatch.kind == DispatchKind.ALL_CLEAR else told.instructions,
        "link": address(told),
    }


def _before(dispatch: Dispatch) -> str:
    """Of an event that was moved, when it was to be."""
    told = dispatch.publication
    if told.kind != Kind.EVENT or dispatch.kind != DispatchKind.CORRECTION:
        return ""
    moved = moved_from([told]).get(told.pk)
    return _("Verlegt, ursprünglich am %(start)s Uhr") % {"start": _moment(localtime(moved))} if moved else ""


def push_words(told: Publication, kind: str = DispatchKind.FIRST) -> dict[str, str]:
    """What a push message shows, cut so that it fits into one."""
    lines = [where(told), when(told), told.text]
    return {"title": headline(told, kind), "body": "\n".join(line for line in lines if line)[:_LONGEST_PUSH]}


def digest_words(dispatches: Sequence[Dispatch]) -> dict[str, Any]:
    """Each in a few lines, with the link to the rest."""
    items = [_in_short(dispatch) for dispatch in dispatches]
    return {"items": items, "count": len(items), "headings": [item["headline"] for item in items]}


def _in_short(dispatch: Dispatch) -> dict[str, str]:
    words = mail_words(dispatch)
    told = dispatch.publication
    about = [told.topic.local_name, words["where"], words["when"], words["before"]]
    return {
        "headline": words["headline"],
        "about": " · ".join(part for part in about if part),
        "text": Truncator(" ".join(told.text.split())).chars(_SHORT),
        "link": words["link"],
    }
