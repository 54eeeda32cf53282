"""What the applicant takes along: number, access code and copy, to print or to send.

The code opens the case in the applicant's name. So only the member of staff who recorded it sees it, and only on the
same day; each look is logged.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.cases.service import (
    Case,
    access_code,
    case_link,
    get_case_for_staff,
    next_steps,
    receipt_pdf,
    recorded_today,
)
from rathaus.desk.frame import desk_page

from .face import find_draft
from .ways import Way


@require_safe
@staff_required
def receipt(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> HttpResponse:
    case = _find_case(request, key, draft_id, way)
    context = {
        "case": case,
        "way": way,
        "document_url": reverse(f"{way.name}_receipt_document", kwargs={"key": key, "draft_id": draft_id}),
        "code": access_code(case),
        "link": case_link(case, with_code=True),
        "next_steps": next_steps(case),
        "is_ours": get_case_for_staff(case.number, request.staff) is not None,
    }
    return desk_page(request, "desk/recording/receipt.html", context, current=way.name)


@require_safe
@staff_required
def receipt_document(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> HttpResponse:
    case = _find_case(request, key, draft_id, way)
    response = HttpResponse(receipt_pdf(case), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="Eingangsbestaetigung-{case.number}.pdf"'
    return response


def _find_case(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> Case:
    case = recorded_today(find_draft(request, key, draft_id, way), by=request.staff)
    if case is None:
        raise Http404
    return case
