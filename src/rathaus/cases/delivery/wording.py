"""What a delivery record says to people, at the desk and in the portal; in the language that is active."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.cases.models import DeliveryEvent, PaperDelivery

from .record import DeliveryRecord

Kind, Reason = DeliveryEvent.Kind, PaperDelivery.Reason

_EVENTS = {
    Kind.PROVISION: gettext_lazy("Bereitgestellt"),
    Kind.NOTIFICATION: gettext_lazy("Benachrichtigt"),
    Kind.RETRIEVAL: gettext_lazy("Abgerufen"),
    Kind.POSTING: gettext_lazy("Zur Post gegeben"),
    Kind.HANDOVER: gettext_lazy("Persönlich übergeben"),
    Kind.RETURN: gettext_lazy("Zurückgekommen"),
}

# Why a notice goes by post, for the desk.
REASONS = {
    Reason.SERVICE: gettext_lazy("Bescheide dieser Leistung gehen per Post."),
    Reason.NO_CONSENT: gettext_lazy("Es gibt keine Einwilligung in den elektronischen Bescheid."),
    Reason.NO_ADDRESS: gettext_lazy("Es gibt keine E-Mail-Adresse, an die wir schreiben könnten."),
    Reason.NOT_NOTIFIED: gettext_lazy("Die E-Mail zum Bescheid ließ sich nicht zustellen."),
    Reason.NOT_RETRIEVED: gettext_lazy("Der Bescheid wurde nicht rechtzeitig abgerufen."),
    Reason.RETURNED: gettext_lazy("Der Brief ist zurückgekommen."),
}


class Row(NamedTuple):
    label: str
    text: str


def event_rows(events: Iterable[DeliveryEvent]) -> Iterator[Row]:
    """What and when, in the order in which it happened; a day for letters, otherwise with the time."""
    for event in events:
        moment = timezone.localtime(event.at)
        when = _day(event.on) if event.on else _("%(day)s Uhr") % {"day": date_format(moment, "DATETIME_FORMAT")}
        yield Row(str(_EVENTS[Kind(event.kind)]), when)


def given_sentence(record: DeliveryRecord) -> str:
    """From when the notice counts as given, and by what law; empty where nobody can say yet."""
    if record.given_on is None:
        return ""
    values = {"day": _day(record.given_on), "law": record.law}
    return _("Gilt als bekannt gegeben am %(day)s (%(law)s).") % values


def objection_sentence(record: DeliveryRecord) -> str:
    if record.objection_until is None:
        return ""
    values = {"day": _day(record.objection_until)}
    if record.objection_is_late:
        return _("Die Frist für einen Widerspruch endete am %(day)s.") % values
    return _("Widerspruch möglich bis %(day)s.") % values


def waiting_sentence(record: DeliveryRecord) -> str:
    """What the applicant has to know while the notice doesn't count as given."""
    if record.given_on is not None:
        return ""
    if record.waits_for_retrieval and record.retrieve_by is not None:
        return _("Rufen Sie ihn bis zum %(day)s ab, sonst schicken wir ihn per Post.") % {
            "day": _day(record.retrieve_by)
        }
    if record.waits_for_retrieval:
        return _("Rufen Sie ihn hier ab.")
    if record.rule == "tax" and record.open_paper is None:
        return _("Wir schreiben Ihnen gerade eine E-Mail. Danach steht hier, ab wann der Bescheid gilt.")
    return _(
        "Sie bekommen ihn auch per Post. Erst mit dem Brief laufen Ihre Fristen; lesen können Sie ihn schon hier."
    )


def reason_words(reason: str) -> str:
    return str(REASONS[Reason(reason)]) if reason else ""


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
