"""What a unit does with a conversation. Each act is a resource that is posted to."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.accounts.service import StaffRequest, list_units, staff_required
from rathaus.desk.acts import MAX_TEXT
from rathaus.desk.writing import files_problem, posted_key, seen_messages, store_files
from rathaus.files.service import Refused
from rathaus.postbox.service import (
    NothingWritten,
    SomethingNew,
    Thread,
    answer_as_unit,
    close_thread,
    hand_thread_on,
    settle_thread,
)

from .thread import Failed, find_thread, thread_response


@require_POST
@staff_required
def answer(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    """All or nothing: a refused file leaves the text in its box."""
    found, text, key = find_thread(request, thread_id), request.POST.get("text", ""), posted_key(request)
    error = files_problem(request) or _too_long(text)
    if not error:
        try:
            _answer(request, found, text, key)
        except Refused as refusal:
            error = refusal.message
        except NothingWritten:
            error = _("Schreiben Sie die Nachricht in das Feld.")
        except SomethingNew:
            error = _("Inzwischen kam eine Nachricht dazu. Lesen Sie sie, und senden Sie dann Ihre.")
    if error:
        return thread_response(request, found, failed=Failed(text, key, error))
    messages.success(request, _("Ihre Antwort ist gesendet."))
    return redirect("desk_thread", thread_id)


@require_POST
@staff_required
def settle(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    settle_thread(find_thread(request, thread_id), by=request.staff)
    messages.success(request, _("Erledigt: Auf die Nachricht wartet niemand mehr."))
    return redirect("desk_thread", thread_id)


@require_POST
@staff_required
def close(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    close_thread(find_thread(request, thread_id), by=request.staff)
    messages.success(request, _("Beendet. Kommt noch eine Nachricht, steht alles wieder hier."))
    return redirect("desk_messages")


@require_POST
@staff_required
def hand_on(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    found = find_thread(request, thread_id)
    to = next((unit for unit in list_units() if str(unit.pk) == request.POST.get("an", "")), None)
    if to is None:
        messages.warning(request, _("Wählen Sie aus, wer die Nachricht bekommt."))
        return redirect("desk_thread", thread_id)
    hand_thread_on(found, to=to, by=request.staff)
    messages.success(request, _("Die Nachricht ist jetzt bei %(to)s.") % {"to": to})
    return redirect("desk_messages")


@transaction.atomic
def _answer(request: StaffRequest, found: Thread, text: str, key: str) -> None:
    answer_as_unit(
        found, text=text, key=key, files=store_files(request), by=request.staff, seen=seen_messages(request)
    )


def _too_long(text: str) -> str:
    return "" if len(text) <= MAX_TEXT else _("Der Text ist zu lang: Höchstens 20.000 Zeichen sind möglich.")
