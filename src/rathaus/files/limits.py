"""How large and how many: per file, per case, per request."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import StoredFile
from .refusal import Refused

MEGABYTE = 1_000_000
# A form's other fields, the boundaries between the parts, and one file that is only a little too large.
REQUEST_MARGIN = 14 * MEGABYTE


def largest_request() -> int:
    """Bytes of a request above which its files are not even read."""
    return int(settings.RATHAUS_CASE_FILES_SIZE) + REQUEST_MARGIN


def too_large(name: str) -> str:
    """The sentence for a file above the limit."""
    return _("„%(name)s“ ist größer als %(limit)s. Verkleinern Sie die Datei oder teilen Sie sie auf.") % {
        "name": name,
        "limit": _megabytes(settings.RATHAUS_FILE_SIZE),
    }


def too_much() -> str:
    """The sentence for a request or a case above the limit."""
    text = _("Alle Dateien zusammen sind größer als %(limit)s. Verkleinern Sie einzelne oder lassen Sie eine weg.")
    return text % {"limit": _megabytes(settings.RATHAUS_CASE_FILES_SIZE)}


def too_many() -> str:
    """The sentence for one file more than a case may have."""
    limit = settings.RATHAUS_CASE_FILES_NUMBER
    sentence = ngettext(
        "Sie können höchstens %(limit)s Datei senden.", "Sie können höchstens %(limit)s Dateien senden.", limit
    )
    return sentence % {"limit": limit}


def check_room(size: int, name: str, *, among: Sequence[StoredFile]) -> None:
    """Raise `Refused` where a file of this size has no room, alone or among those that are there."""
    if size == 0:
        raise Refused(_("„%(name)s“ ist leer. Wählen Sie die Datei noch einmal aus.") % {"name": name})
    if size > settings.RATHAUS_FILE_SIZE:
        raise Refused(too_large(name))
    if len(among) >= settings.RATHAUS_CASE_FILES_NUMBER:
        raise Refused(too_many())
    if sum(file.size for file in among) + size > settings.RATHAUS_CASE_FILES_SIZE:
        raise Refused(too_much())


def _megabytes(size: int) -> str:
    return f"{number_format(size / MEGABYTE, decimal_pos=0 if size % MEGABYTE == 0 else 1)} MB"
