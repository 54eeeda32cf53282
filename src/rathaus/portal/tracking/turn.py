"""Whose turn it is, and what happened, in words for the applicant."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.applying.service import reader_language
from rathaus.cases.service import Case, CasePage, Status, TimelineEvent, case_title

# What a line of the public timeline says, by the act behind it.
EVENTS = {
    "submit": gettext_lazy("Sie haben den Antrag abgeschickt"),
    "hand_round": gettext_lazy("Sie haben den Antrag ausgefüllt, die anderen müssen ihn bestätigen"),
    "confirm": gettext_lazy("%(by)s hat den Antrag bestätigt"),
    "decline": gettext_lazy("%(by)s hat den Antrag nicht bestätigt, er ist beendet"),
    "lapse": gettext_lazy("Die Zeit zum Bestätigen ist vorbei, der Antrag ist beendet"),
    "receive": gettext_lazy("Der Antrag ist bei uns eingegangen"),
    "take_over": gettext_lazy("Wir bearbeiten Ihren Antrag"),
    "ask": gettext_lazy("Wir haben Ihnen eine Frage gestellt"),
    "remind": gettext_lazy("Wir haben Sie an unsere Frage erinnert"),
    "answer": gettext_lazy("Sie haben geantwortet"),
    "go_on": gettext_lazy("Wir machen ohne Ihre Antwort weiter"),
    "issue": gettext_lazy("Wir haben entschieden, der Bescheid liegt bereit"),
    "withdraw": gettext_lazy("Sie haben den Antrag zurückgenommen"),
    "visit_booked": gettext_lazy("Ihr Termin ist gebucht"),
    "visit_moved": gettext_lazy("Ihr Termin ist verschoben"),
    "visit_cancelled": gettext_lazy("Ihr Termin ist abgesagt"),
}


# The first line, where staff wrote the application down, by how it came in.
_RECORDED = {
    "counter": gettext_lazy("Wir haben Ihren Antrag am Schalter aufgenommen"),
    "phone": gettext_lazy("Wir haben Ihren Antrag am Telefon aufgenommen"),
    "letter": gettext_lazy("Wir haben Ihren Antrag aus Ihrem Schreiben aufgenommen"),
}

# The same where somebody acted for another: all who act for them read who it was.
_ACTED_FOR = {
    "submit": gettext_lazy("%(person)s hat den Antrag für %(for)s abgeschickt"),
    "hand_round": gettext_lazy("%(person)s hat den Antrag für %(for)s ausgefüllt, die anderen müssen ihn bestätigen"),
    "answer": gettext_lazy("%(person)s hat für %(for)s geantwortet"),
    "withdraw": gettext_lazy("%(person)s hat den Antrag für %(for)s zurückgenommen"),
}


@dataclass(frozen=True)
class Turn:
    """`kind`: "yours", "done" or "" while the town hall is at it; it colours the box, the words carry it."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Line:
    at: datetime
    text: str


def title_of(case: Case) -> str:
    """What was applied for, in the reader's language, as it was called in the case's version."""
    return case_title(case, reader_language())


def turn_of(page: CasePage) -> Turn:
    if page.is_applicants_turn:
        if page.open_question and page.open_question.query.offering:
            return Turn("yours", _("Sie sind dran: Wählen Sie eine Zeit für Ihren Termin"))
        return Turn("yours", _("Sie sind dran: Beantworten Sie unsere Frage"))
    if page.notice is not None:
        return Turn("done", _("Entschieden: Ihr Bescheid liegt bereit"))
    if page.case.withheld:
        return _unconfirmed(page.case)
    if page.case.status == Status.COMPLETED:
        return Turn("done", _("Abgeschlossen: Sie müssen nichts mehr tun"))
    news = _("Wir melden uns, sobald es etwas Neues gibt.")
    if not page.case.applicant_email:
        news = _("Sie haben keine E-Mail-Adresse angegeben: Was es Neues gibt, sehen Sie auf dieser Seite.")
    return Turn("", _("Wir sind dran: Sie müssen gerade nichts tun"), news)


def _unconfirmed(case: Case) -> Turn:
    if case.status == Status.COMPLETED:
        return Turn("done", _("Beendet: Der Antrag wurde nicht von allen bestätigt"))
    text = _("Wir haben ihnen einen Link geschickt. Sobald alle bestätigt haben, geht der Antrag an uns.")
    return Turn("", _("Die anderen sind dran: Sie müssen gerade nichts tun"), text)


def history(page: CasePage) -> list[Line]:
    """Newest first. An act without words of its own is internal and stays out."""
    lines = [Line(event.at, _words(event)) for event in page.timeline if event.kind in EVENTS]
    lines += [Line(renewal.at, _("Der private Link wurde erneuert")) for renewal in page.renewals]
    if page.adoption is not None:
        lines.append(Line(page.adoption.at, _("Der Vorgang wurde in ein Postfach übernommen")))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _words(event: TimelineEvent) -> str:
    if event.data.get("person") and event.kind in _ACTED_FOR:
        return str(_ACTED_FOR[event.kind] % event.data)
    words = _RECORDED.get(event.data.get("channel", "")) or EVENTS[event.kind]
    return words % {"by": event.data.get("by", "")}
