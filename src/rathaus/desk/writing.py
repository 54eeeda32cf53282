"""What a clerk writes to somebody outside: a text, some files, the key of the form."""

import re
import secrets

from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffRequest
from rathaus.files.service import StoredFile, store_upload

MAX_FILES = 5
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


def new_key() -> str:
    return secrets.token_urlsafe(16)


def posted_key(request: StaffRequest) -> str:
    """Makes a resent form write once; whatever is no key of ours gets a new one."""
    key = request.POST.get("_key", "")
    return key if _KEY.fullmatch(key) else new_key()


def seen_messages(request: StaffRequest) -> int | None:
    """How many messages stood above the form; None if it doesn't say."""
    given = request.POST.get("_seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None  # noqa: PLR2004


def store_files(request: StaffRequest) -> tuple[StoredFile, ...]:
    """Raises Refused with a sentence for the sender."""
    return tuple(store_upload(upload, by=request.staff.account) for upload in request.FILES.getlist("dateien"))


def files_problem(request: StaffRequest) -> str:
    few = len(request.FILES.getlist("dateien")) <= MAX_FILES
    return "" if few else _("Schicken Sie höchstens %(n)s Dateien auf einmal.") % {"n": MAX_FILES}
