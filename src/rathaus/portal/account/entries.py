"""What the first page of an account leads to, in groups. Whoever adds pages to the account adds a line here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """`name` is that of an address."""

    name: str
    title: Promise
    text: Promise


ENTRIES: tuple[tuple[Promise, tuple[Entry, ...]], ...] = (
    (
        _("Was ansteht"),
        (
            Entry("postbox", _("Postfach"), _("Vorgänge, Nachrichten und Bescheide")),
            Entry(
                "account_calendar",
                _("Termine im eigenen Kalender"),
                _("Auf Ihrem Handy, immer auf dem neuesten Stand"),
            ),
        ),
    ),
    (
        _("Ihre Angaben"),
        (
            Entry("account_profile", _("Meine Angaben"), _("Name, Anschrift und Bankverbindung für Ihre Formulare")),
            Entry(
                "account_things",
                _("Meine Dinge"),
                _("Hunde, Zähler und Kinder, die Sie nicht jedes Mal neu eintippen"),
            ),
        ),
    ),
    (
        _("Gemeinsam handeln"),
        (
            Entry("organisations", _("Vereine und Firmen"), _("Für wen Sie handeln, und wer mit Ihnen handelt")),
            Entry("mandates", _("Vollmachten"), _("Wer für Sie handeln darf, und für wen Sie")),
        ),
    ),
    (
        _("Wie wir Ihnen schreiben"),
        (
            Entry("notification_preferences", _("Benachrichtigungen"), _("Worüber wir Ihnen schreiben")),
            Entry("account_messages", _("Abonnierte Meldungen"), _("Freibad, Abfuhr, Sitzungen: was Sie bekommen")),
            Entry("account_delivery", _("Wie Sie Bescheide bekommen"), _("Elektronisch oder per Post")),
        ),
    ),
    (
        _("Sicherheit und Daten"),
        (
            Entry("mfa_index", _("Meine Anmeldung"), _("Passkeys, E-Mail-Adresse, Passwort und Geräte")),
            Entry("trust", _("Identität nachweisen"), _("Wie sicher wir wissen, wer Sie sind")),
            Entry("own_data", _("Meine Daten"), _("Herunterladen, berichtigen, Konto löschen")),
        ),
    ),
)
