"""What a correction changes, in words."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.channel.service import SEVERITY, STATUS, Publication, where

FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("Überschrift"),
    "text": gettext_lazy("Text"),
    "instructions": gettext_lazy("Was tun?"),
    "severity": gettext_lazy("Wie ernst?"),
    "status": gettext_lazy("Stand"),
    "places": gettext_lazy("Orte"),
    "starts_at": gettext_lazy("Beginn"),
    "ends_at": gettext_lazy("Ende"),
    "location": gettext_lazy("Wo genau?"),
    "link": gettext_lazy("Link"),
}


def differences(before: Publication, after: Publication) -> list[tuple[Promise, str, str]]:
    """Each field that changes, as it was and as it will be."""
    return [
        (label, _shown(before, name), _shown(after, name))
        for name, label in FIELDS.items()
        if getattr(before, name) != getattr(after, name)
    ]


def _shown(publication: Publication, name: str) -> str:
    value = getattr(publication, name)
    if name == "places":
        return where(publication) or _("überall")
    if name in ("starts_at", "ends_at"):
        return date_format(localtime(value), "j. F Y, H:i") if value else "–"
    words = {"severity": SEVERITY, "status": STATUS}.get(name, {})
    return str(words.get(value, value)) or "–"
