"""Words of the desk: due dates as a clerk says them, and what happened as a sentence."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from rathaus.cases.service import TimelineEvent
from rathaus.core import clock
from rathaus.ui.moments import day_form as _form
from rathaus.ui.moments import moment as moment  # noqa: PLC0414 -- one of the desk's words too

SOON_DAYS = 3
_WEEK = 7
_MEGABYTE = 1_000_000

# What somebody did, after their name; `kind` of a timeline event → words.
_DID = {
    "submit": gettext_noop("hat den Antrag gesendet"),
    "hand_round": gettext_noop("hat den Antrag ausgefüllt und um Bestätigung gebeten"),
    "confirm": gettext_noop("hat den Antrag bestätigt"),
    "receive": gettext_noop("hat den Eingang bestätigt"),
    "take_over": gettext_noop("hat den Vorgang übernommen"),
    "assign": gettext_noop("hat den Vorgang weitergegeben an %(to)s"),
    "ask": gettext_noop("hat eine Rückfrage gestellt"),
    "remind": gettext_noop("hat an die Rückfrage erinnert"),
    "go_on": gettext_noop("arbeitet ohne Antwort weiter"),
    "answer": gettext_noop("hat geantwortet"),
    "note": gettext_noop("hat eine Notiz geschrieben"),
    "decide": gettext_noop("hat entschieden: %(result)s"),
    "issue": gettext_noop("hat den Bescheid bereitgestellt"),
    "withdraw": gettext_noop("hat den Antrag zurückgenommen"),
    "visit_booked": gettext_noop("hat den Termin gebucht"),
    "visit_moved": gettext_noop("hat den Termin verschoben"),
    "visit_cancelled": gettext_noop("hat den Termin abgesagt"),
}
_SUBMITTED = {
    "counter": gettext_noop("hat den Antrag am Schalter aufgenommen"),
    "phone": gettext_noop("hat den Antrag am Telefon aufgenommen"),
    "letter": gettext_noop("hat den Antrag aus einem Schreiben aufgenommen"),
}
_CHANNELS = {
    "online": gettext_noop("online"),
    "counter": gettext_noop("am Schalter"),
    "phone": gettext_noop("am Telefon"),
    "letter": gettext_noop("aus einem Schreiben"),
    "internal": gettext_noop("intern"),
}
_RESULTS = {
    "grant": gettext_noop("bewilligt"),
    "grant_in_part": gettext_noop("teilweise bewilligt"),
    "refuse": gettext_noop("abgelehnt"),
}


def due_words(day: date | None) -> str:
    """`heute`, `morgen`, `in 5 Tagen`, `seit 3 Tagen`, `am 24. Dezember`; nothing without a date."""
    if day is None:
        return ""
    days = (day - clock.today()).days
    if days in {0, 1}:
        return _("morgen") if days else _("heute")
    if days < 0:
        return ngettext("seit gestern", "seit %(n)s Tagen", -days) % {"n": -days}
    if days <= _WEEK:
        return _("in %(n)s Tagen") % {"n": days}
    return _("am %(day)s") % {"day": date_format(day, _form(day))}


def due_kind(day: date | None) -> str:
    """`late` when the day is over, `soon` in the last days before it."""
    if day is None:
        return ""
    days = (day - clock.today()).days
    return "late" if days < 0 else "soon" if days <= SOON_DAYS else ""


def who(event: TimelineEvent) -> str:
    if event.staff is not None:
        return str(event.staff)
    if event.actor == TimelineEvent.Actor.APPLICANT and event.data.get("person"):
        return str(_("%(person)s für %(for)s") % event.data)
    if event.actor == TimelineEvent.Actor.APPLICANT:
        return _("Antragsteller:in")
    if event.actor == TimelineEvent.Actor.CONFIRMER:
        return str(event.data.get("by", ""))
    return _("Das System")


def did(event: TimelineEvent) -> str:
    """What happened, as the end of a sentence that begins with `who`."""
    words = _SUBMITTED.get(event.data.get("channel", "")) or _DID.get(event.kind)
    if words is None:
        return event.kind
    result = _RESULTS.get(event.data.get("result", ""), "")
    return _(words) % {"to": event.data.get("to", ""), "result": _(result) if result else ""}


def channel_words(channel: str) -> str:
    """How an application came in: `am Schalter`, `aus einem Schreiben`."""
    return _(_CHANNELS[channel])


def file_size(size: int) -> str:
    """`1,2 MB`, `340 kB`, with a thousand as the step."""
    if size >= _MEGABYTE:
        return f"{number_format(size / _MEGABYTE, 1)} MB"
    return f"{max(1, round(size / 1000))} kB"
