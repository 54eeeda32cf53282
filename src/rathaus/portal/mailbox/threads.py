"""General questions to a unit: ask, read what it answered, write again, fetch files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import Unit, list_units
from rathaus.applying.service import reader_language
from rathaus.catalogue.service import titles_by_unit
from rathaus.core.text import clean_text
from rathaus.files.service import Refused, download_response
from rathaus.notifying.service import drop_read_news
from rathaus.portal.account.access import PersonaRequest
from rathaus.portal.writing import Writing, blank_writing, read_writing, store_files
from rathaus.postbox.service import (
    MAX_SUBJECT,
    Thread,
    TooManyQuestions,
    ask_unit,
    file_of_thread,
    holders_thread,
    mark_seen,
    note_reading,
    said_in_thread,
    write_as_holder,
)

from .access import reader_required


@require_http_methods(["GET", "HEAD", "POST"])
@reader_required
def ask(request: PersonaRequest) -> HttpResponse:
    """Choose a unit by what it does, say what it is about, write."""
    if not request.persona.may_apply:
        return render(
            request, "portal/mailbox/closed.html", {"persona": request.persona, "writing": True}, status=403
        )
    if request.method != "POST":
        return _form(request, blank_writing())
    writing, thread = read_writing(request, missing=_missing()), None
    unit = next((unit for unit in list_units() if str(unit.pk) == request.POST.get("amt", "")), None)
    errors = _errors(request, unit, writing)
    if not errors and unit is not None:
        try:
            thread = _begin(request, unit, writing)
        except Refused as refusal:
            errors["text"] = refusal.message
        except TooManyQuestions:
            errors["text"] = _(
                "Heute haben Sie schon sehr oft gefragt. Schreiben Sie in einem Ihrer Gespräche weiter."
            )
    if thread is None:
        return _form(request, writing, errors)
    messages.success(request, _("Ihre Nachricht ist angekommen. Die Antwort finden Sie hier."))
    return redirect("postbox_thread", thread_id=thread.pk)


@transaction.atomic
def _begin(request: PersonaRequest, unit: Unit, writing: Writing) -> Thread:
    return ask_unit(
        unit,
        subject=request.POST.get("betreff", ""),
        text=writing.text,
        key=writing.key,
        by=request.persona,
        files=store_files(request),
        language=reader_language(),
    )


def _errors(request: PersonaRequest, unit: Unit | None, writing: Writing) -> dict[str, str]:
    """By the field that each belongs to."""
    subject = " ".join(clean_text(request.POST.get("betreff", "")).split())
    found = {
        "amt": "" if unit else _("Wählen Sie aus, wem Sie schreiben."),
        "betreff": _("Schreiben Sie, worum es geht.")
        if not subject
        else _("Kürzen Sie den Betreff auf höchstens %(n)s Zeichen.") % {"n": MAX_SUBJECT}
        if len(subject) > MAX_SUBJECT
        else "",
        "text": writing.error,
    }
    return {field: error for field, error in found.items() if error}


def _form(request: PersonaRequest, writing: Writing, errors: dict[str, str] | None = None) -> HttpResponse:
    does = titles_by_unit(reader_language())
    context: dict[str, Any] = {
        "persona": request.persona,
        "units": [(unit, does.get(unit.pk, ())) for unit in list_units()],
        "chosen": request.POST.get("amt", ""),
        "subject": request.POST.get("betreff", ""),
        "max_subject": MAX_SUBJECT,
        "writing": writing,
        "errors": errors,
    }
    return render(request, "portal/mailbox/ask.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@reader_required
def thread(request: PersonaRequest, thread_id: UUID) -> HttpResponse:
    found = _thread(request, thread_id)
    writing = blank_writing()
    if request.method == "POST":
        writing = _send(request, found, read_writing(request, missing=_missing()))
        if not writing.error:
            messages.success(request, _("Ihre Nachricht ist angekommen."))
            return redirect("postbox_thread", thread_id=found.pk)
    said = said_in_thread(found)
    note_reading(said, by=request.persona)
    mark_seen(request.persona.holder, [found.pk])
    drop_read_news(request.persona.account.pk, found.pk)
    context = {
        "thread": found,
        "said": said,
        "persona": request.persona,
        "writing": writing if request.persona.may_apply else None,
        "language": get_language(),
    }
    return render(request, "portal/mailbox/thread.html", context, status=422 if writing.error else 200)


@transaction.atomic
def _write(request: PersonaRequest, found: Thread, writing: Writing) -> None:
    write_as_holder(found, text=writing.text, key=writing.key, by=request.persona, files=store_files(request))


def _send(request: PersonaRequest, found: Thread, writing: Writing) -> Writing:
    """Returns what is wrong, if anything. All or nothing."""
    if not request.persona.may_apply:
        raise Http404
    if writing.error:
        return writing
    try:
        _write(request, found, writing)
    except Refused as refusal:
        return Writing(writing.key, writing.text, refusal.message)
    return writing


@require_safe
@reader_required
def file(request: PersonaRequest, thread_id: UUID, file_id: UUID) -> HttpResponseBase:
    found = file_of_thread(_thread(request, thread_id), file_id)
    if found is None:
        raise Http404
    return download_response(found)


def _thread(request: PersonaRequest, thread_id: UUID) -> Thread:
    found = holders_thread(request.persona.holder, thread_id)
    if found is None:
        raise Http404
    return found


def _missing() -> str:
    return _("Schreiben Sie eine Nachricht, oder fügen Sie eine Datei hinzu.")
