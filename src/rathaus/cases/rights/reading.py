"""A case for reading: the parts of the overview, in the active language."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.accounts.service import Part, moment
from rathaus.formengine.service import SummaryPage

STATUS = {
    "INITIATED": gettext_lazy("Begonnen"),
    "SUBMITTED": gettext_lazy("Eingereicht"),
    "RECEIVED": gettext_lazy("Eingegangen"),
    "PROCESSING": gettext_lazy("In Bearbeitung"),
    "ACTION_REQUIRED": gettext_lazy("Ihre Antwort fehlt"),
    "COMPLETED": gettext_lazy("Abgeschlossen"),
}
_ACTS = {
    "hand_round": gettext_lazy("Ausgefüllt, zum Bestätigen herumgereicht"),
    "confirm": gettext_lazy("Bestätigt"),
    "decline": gettext_lazy("Nicht bestätigt"),
    "lapse": gettext_lazy("Zeit zum Bestätigen abgelaufen"),
    "submit": gettext_lazy("Abgeschickt"),
    "receive": gettext_lazy("Eingegangen"),
    "take_over": gettext_lazy("In Bearbeitung genommen"),
    "ask": gettext_lazy("Rückfrage gestellt"),
    "remind": gettext_lazy("An die Rückfrage erinnert"),
    "go_on": gettext_lazy("Ohne Antwort weitergemacht"),
    "answer": gettext_lazy("Geantwortet"),
    "issue": gettext_lazy("Bescheid bereitgestellt"),
    "withdraw": gettext_lazy("Zurückgenommen"),
    "visit_booked": gettext_lazy("Termin gebucht"),
    "visit_moved": gettext_lazy("Termin verschoben"),
    "visit_cancelled": gettext_lazy("Termin abgesagt"),
}
_DELIVERY = {
    "provision": gettext_lazy("Bereitgestellt"),
    "notification": gettext_lazy("Benachrichtigt"),
    "retrieval": gettext_lazy("Zuerst abgerufen"),
}
REASONS = {
    "work": gettext_lazy("Bearbeitung"),
    "recording": gettext_lazy("Aufnahme Ihres Antrags"),
    "administration": gettext_lazy("Verwaltung der Fachanwendung"),
    "": gettext_lazy("nicht festgehalten"),
}


def overview(data: dict[str, Any], summary: tuple[SummaryPage, ...]) -> tuple[Part, ...]:
    parts = [
        Part("", _basics(data)),
        *(Part(page.title, tuple((row.label, row.text) for row in page.rows)) for page in summary if page.rows),
        Part(_("Fragen und Antworten"), _conversation(data)),
        Part(_("Bescheide"), _notices(data)),
        Part(_("Verlauf"), tuple((moment(e["at"]), _word(_ACTS, e["what"])) for e in data["history"])),
        Part(_("Wer im Rathaus hineingesehen hat"), tuple(_look(look) for look in data["looks"])),
    ]
    return tuple(part for part in parts if part.rows)


def _basics(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    rows = [
        (_("Stand"), _word(STATUS, data["status"])),
        (_("Zuständig"), data["unit"]),
        (_("Abgeschickt"), moment(data["submitted_at"])),
        (_("Abgeschlossen"), moment(data["completed_at"])),
    ]
    if data["kept_until"] is not None:
        rows.append((_("Aufbewahrt bis"), date_format(data["kept_until"], "DATE_FORMAT")))
    if data["decision"] is not None and data["decision"]["reasons"]:
        rows.append((_("Begründung der Entscheidung"), data["decision"]["reasons"]))
    return tuple((label, text) for label, text in rows if text)


def _conversation(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    rows = []
    for question in data["questions"]:
        rows.append((_("Frage, %(at)s") % {"at": moment(question["asked_at"])}, question["text"]))
        if question["answered_at"] is not None:
            rows.append((_("Ihre Antwort, %(at)s") % {"at": moment(question["answered_at"])}, question["answer"]))
    return tuple(rows)


def _notices(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (notice["title"], "\n".join(f"{_word(_DELIVERY, e['kind'])}: {moment(e['at'])}" for e in notice["delivery"]))
        for notice in data["notices"]
    )


def _look(look: dict[str, Any]) -> tuple[str, str]:
    what = _("heruntergeladen: %(file)s") % {"file": look["file"]} if look["file"] else _("angesehen")
    return moment(look["at"]), f"{look['unit']}, {what} ({_word(REASONS, look['reason'])})"


def _word(words: dict[str, Any], key: str) -> str:
    """An app may know more words than we do: then its own key stands there."""
    return str(words.get(key, key))
