"""What the first page of an account leads to. Whoever adds pages to the account adds a line here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """`name` is that of an address. `own`: it concerns the person signed in, whomever they act for."""

    name: str
    title: Promise
    text: Promise
    own: bool = False


ENTRIES: tuple[Entry, ...] = (
    Entry("postbox", _("Postfach"), _("Vorgänge, Nachrichten und Bescheide")),
    Entry("account_profile", _("Meine Angaben"), _("Name, Anschrift und Bankverbindung für Ihre Formulare")),
    Entry("account_things", _("Meine Dinge"), _("Hunde, Zähler und Kinder, die Sie nicht jedes Mal neu eintippen")),
    Entry("organisations", _("Vereine und Firmen"), _("Für wen Sie handeln, und wer mit Ihnen handelt"), own=True),
    Entry("mandates", _("Vollmachten"), _("Wer für Sie handeln darf, und für wen Sie"), own=True),
    Entry("notification_preferences", _("Benachrichtigungen"), _("Worüber wir Ihnen schreiben"), own=True),
    Entry("account_delivery", _("Wie Sie Bescheide bekommen"), _("Elektronisch oder per Post")),
    Entry("trust", _("Identität nachweisen"), _("Wie sicher wir wissen, wer Sie sind"), own=True),
    Entry("mfa_index", _("Meine Anmeldung"), _("Passkeys, E-Mail-Adresse, Passwort und Geräte"), own=True),
    Entry("own_data", _("Meine Daten"), _("Herunterladen, berichtigen, Konto löschen"), own=True),
)
