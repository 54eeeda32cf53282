"""Files that come with a page of an application: kept at once, or refused with a sentence, the rest untouched."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.cases.service import attach_file, files_of_draft, remove_file
from rathaus.files.service import Refused, delete_file, refused_uploads, store_upload
from rathaus.formengine.service import FieldError, FieldState, PageState

from .application import Application

_MB = 1_000_000


def take_files(
    request: HttpRequest, application: Application, page: PageState
) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    """The draft's answers with what was uploaded or removed on this page, and why a file was refused.

    Raises AlreadySubmitted.
    """
    answers = deepcopy(dict(application.draft.answers))
    _remove(request, application, page, answers)
    refused = {path: [message] for path, message in refused_uploads(request).items() if path not in request.FILES}
    for path in request.FILES:
        field = page.field(path)
        if field is None or field.kind != "file":
            continue
        kept = list(field.value or [])
        for upload in request.FILES.getlist(path):
            try:
                kept.append(_keep(application, field, upload, already=len(kept)))
            except Refused as refusal:
                refused.setdefault(path, []).append(refusal.message)
        put(answers, path, kept)
    return answers, tuple(_as_errors(page, refused))


def _as_errors(page: PageState, refused: dict[str, list[str]]) -> Iterator[FieldError]:
    for path, messages in refused.items():
        field = page.field(path)
        if field is not None:
            yield FieldError(path, field.short or field.label, " ".join(dict.fromkeys(messages)), page.key)


def _keep(application: Application, field: FieldState, upload: Any, *, already: int) -> dict[str, Any]:
    """Store one file and note it in the draft. Raises Refused; nothing of the file is kept then."""
    if already >= field.max_files:
        sentence = ngettext("Hier ist Platz für %(n)s Datei.", "Hier ist Platz für %(n)s Dateien.", field.max_files)
        raise Refused(sentence % {"n": field.max_files})
    if field.max_mb and upload.size > field.max_mb * _MB:
        raise Refused(_("„%(name)s“ ist größer als %(n)s MB.") % {"name": upload.name, "n": field.max_mb})
    stored = store_upload(upload, among=[attached.file for attached in files_of_draft(application.draft)])
    if field.accept and stored.media_type not in field.accept:
        delete_file(stored)
        raise Refused(_("„%(name)s“ hat hier nicht das passende Format.") % {"name": stored.name})
    attach_file(application.draft, field.path, stored)
    return {"id": str(stored.pk), "name": stored.name, "size": stored.size}


def _remove(request: HttpRequest, application: Application, page: PageState, answers: dict[str, Any]) -> None:
    """`_remove` names the field and the file's id; what isn't in that field stays."""
    path, _dot, file_id = request.POST.get("_remove", "").rpartition(".")
    field = page.field(path)
    if field is None or field.kind != "file":
        return
    kept = [entry for entry in field.value or [] if entry["id"] != file_id]
    if len(kept) < len(field.value or []):
        remove_file(application.draft, UUID(file_id))
        field.value = kept
        put(answers, path, kept)


def put(answers: dict[str, Any], path: str, value: Any) -> None:
    """Set the answer at an HTML path ("hunde.0.foto"); the field was on the page, so its way may be made."""
    here: Any = answers
    keys = path.split(".")
    for key, following in pairwise(keys):
        if isinstance(here, list):
            here.extend({} for _ in range(int(key) - len(here) + 1))
            here = here[int(key)]
        else:
            if here.get(key) is None:
                here[key] = [] if following.isdigit() else {}
            here = here[key]
    here[keys[-1]] = value
