"""What somebody writes to the town hall: a text, some files, and the key of the form."""

import re
import secrets
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rathaus.core.text import clean_text
from rathaus.files.service import StoredFile, store_upload

MAX_TEXT, MAX_FILES = 5000, 5
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class Writing:
    """What was typed so far, and what is wrong with it; `key` makes a resent form write once."""

    key: str
    text: str = ""
    error: str = ""
    max_text: int = MAX_TEXT


def blank_writing() -> Writing:
    return Writing(secrets.token_urlsafe(16))


def read_writing(request: HttpRequest, *, missing: str) -> Writing:
    """What was posted; `missing` is said where there is neither a text nor a file."""
    text, key = request.POST.get("text", ""), request.POST.get("_key", "")
    return Writing(key if _KEY.fullmatch(key) else blank_writing().key, text, what_is_wrong(request, text, missing))


def what_is_wrong(request: HttpRequest, text: str, missing: str) -> str:
    files = request.FILES.getlist("dateien")
    if not clean_text(text).strip() and not files:
        return missing
    if len(text) > MAX_TEXT:
        return _("Kürzen Sie den Text auf höchstens %(n)s Zeichen.") % {"n": MAX_TEXT}
    if len(files) > MAX_FILES:
        return _("Schicken Sie höchstens %(n)s Dateien auf einmal.") % {"n": MAX_FILES}
    return ""


def store_files(request: HttpRequest) -> tuple[StoredFile, ...]:
    """Raises Refused with a sentence for the sender."""
    return tuple(store_upload(upload) for upload in request.FILES.getlist("dateien"))
