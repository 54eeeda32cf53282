"""What administrators did, as the end of a sentence that begins with their name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rathaus.catalogue.service import KeepingEvent

_DID = {
    "parameters": gettext_noop("hat Einstellungen geändert"),
    "members": gettext_noop("hat Werte einer Mitgliedsgemeinde geändert"),
    "texts": gettext_noop("hat Texte geändert"),
    "window": gettext_noop("hat Zeiten oder Amt geändert"),
    "discard": gettext_noop("hat Änderungen verworfen"),
    "publish": gettext_noop("hat veröffentlicht"),
    "withdraw": gettext_noop("hat die Leistung zurückgezogen"),
    "roll_back": gettext_noop("ist auf eine frühere Fassung zurückgegangen"),
    "draft": gettext_noop("hat einen Entwurf begonnen"),
    "draft_saved": gettext_noop("hat am Entwurf gearbeitet"),
    "draft_gone": gettext_noop("hat den Entwurf gelöscht"),
    "register": gettext_noop("hat das Verzeichnis geändert"),
}


def said(event: KeepingEvent) -> str:
    return _(_DID[event.act])
