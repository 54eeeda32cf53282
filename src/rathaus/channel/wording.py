"""What goes out, in words: for e-mails, push messages and feeds."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.tenancy.service import base_url, current_municipality

from .models import Dispatch, DispatchKind, Kind, Publication, Severity, Status

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


def label(publication: Publication) -> str:
    """The kind, and of a warning how grave it is."""
    return str(SEVERITY[publication.severity] if publication.kind == Kind.WARNING else KIND[publication.kind])


def headline(publication: Publication, kind: str = DispatchKind.FIRST) -> str:
    """The title with what one must know first."""
    lead = ""
    if kind == DispatchKind.ALL_CLEAR:
        lead = _("Entwarnung") if publication.kind == Kind.WARNING else _("Aufgehoben")
    elif kind == DispatchKind.CORRECTION:
        lead = _("Geändert")
    elif publication.kind == Kind.WARNING:
        lead = label(publication)
    return f"{lead}: {publication.title}" if lead else publication.title


def when(publication: Publication) -> str:
    """From when until when, on the wall clock here; empty where it isn't told."""
    if publication.kind == Kind.EVENT and publication.starts_at and publication.ends_at:
        start, finish = localtime(publication.starts_at), localtime(publication.ends_at)
        same = start.date() == finish.date()
        return _("%(start)s bis %(end)s Uhr") % {
            "start": date_format(start, "j. F Y, H:i"),
            "end": date_format(finish, "H:i" if same else "j. F Y, H:i"),
        }
    if publication.ends_at and publication.kind in (Kind.STATUS, Kind.WARNING):
        return _("gilt bis %(end)s Uhr") % {"end": _end(publication.ends_at)}
    return ""


def _end(instant: datetime) -> str:
    """Midnight is the end of a day, not the beginning of the next."""
    here = localtime(instant)
    if (here.hour, here.minute) != (0, 0):
        return date_format(here, "j. F Y, H:i")
    return date_format(here.date() - timedelta(days=1), "j. F Y") + ", 24:00"


def where(publication: Publication) -> str:
    return ", ".join(publication.places)


def address(publication: Publication) -> str:
    """Its page, whole."""
    return f"{base_url(current_municipality())}{reverse('channel_item', args=[publication.pk])}"


def mail_words(dispatch: Dispatch) -> dict[str, Any]:
    told = dispatch.publication
    return {
        "headline": headline(told, dispatch.kind),
        "publication": told,
        "when": "" if dispatch.kind == DispatchKind.ALL_CLEAR else when(told),
        "where": where(told),
        "is_warning": told.kind == Kind.WARNING and dispatch.kind != DispatchKind.ALL_CLEAR,
        "instructions": "" if dispatch.kind == DispatchKind.ALL_CLEAR else told.instructions,
        "link": address(told),
    }
