"""Documents of a case: looked at and downloaded, each time logged."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.cases.service import Case, notice_of, open_file, retrieve_notice
from rathaus.files.service import StoredFile, download_response

from .case import find_case
from .frame import desk_page
from .sheets import sheets_of


@require_safe
@staff_required
def download(request: StaffRequest, number: str, file_id: UUID) -> FileResponse:
    return download_response(_file(request, find_case(request, number), file_id))


@require_safe
@staff_required
def look_at(request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    """The pages of a document as pictures."""
    case = find_case(request, number)
    file = _file(request, case, file_id)
    return desk_page(request, "desk/document.html", {"case": case, "file": file, "sheets": sheets_of(file)})


@require_safe
@staff_required
def download_notice(request: StaffRequest, number: str) -> FileResponse:
    notice = notice_of(find_case(request, number))
    if notice is None:
        raise Http404
    return download_response(retrieve_notice(notice, by=request.staff))


def _file(request: StaffRequest, case: Case, file_id: UUID) -> StoredFile:
    file = open_file(case, file_id, by=request.staff)
    if file is None:
        raise Http404
    return file
