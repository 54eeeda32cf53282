"""One conversation: everything that was said, and what can be done with it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, list_units, staff_required
from rathaus.desk.frame import desk_page
from rathaus.desk.writing import new_key
from rathaus.files.service import download_response
from rathaus.postbox.service import Thread, acts_on, file_of_thread, note_reading, said_in_thread, staffs_thread


@dataclass(frozen=True, slots=True)
class Failed:
    """An answer that was not sent: what was typed, and why not."""

    text: str
    key: str
    error: str


def find_thread(request: StaffRequest, thread_id: UUID) -> Thread:
    """The conversation, or 404 both when there is none and when it is not theirs."""
    found = staffs_thread(request.staff, thread_id)
    if found is None:
        raise Http404
    return found


@require_safe
@staff_required
def show_thread(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    return thread_response(request, find_thread(request, thread_id))


def thread_response(request: StaffRequest, thread: Thread, *, failed: Failed | None = None) -> HttpResponse:
    """The page. Messages count as read by now, which answers nothing yet."""
    said = said_in_thread(thread)
    note_reading(said, staff=request.staff)
    context: dict[str, Any] = {
        "thread": thread,
        "said": said,
        "acts": acts_on(thread),
        "units": [unit for unit in list_units() if unit.pk != thread.unit_id],
        "failed": failed,
        "writing_key": failed.key if failed else new_key(),
    }
    status = 422 if failed else 200
    return desk_page(request, "desk/messaging/thread.html", context, current="messages", status=status)


@require_safe
@staff_required
def download(request: StaffRequest, thread_id: UUID, file_id: UUID) -> FileResponse:
    file = file_of_thread(find_thread(request, thread_id), file_id)
    if file is None:
        raise Http404
    return download_response(file)
