"""The pages of a form at the desk, for the member of staff who began it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.applying.service import answer_discard, answer_sent, answer_step, answer_summary, place_to_resume

from .face import find_application
from .ways import Way


@require_safe
@staff_required
def resume(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> HttpResponse:
    """To the first open question, or to what was made of it."""
    application = find_application(request, key, draft_id, way)
    sent = application.draft.case_id is not None
    return redirect(application.face.sent_url if sent else place_to_resume(application))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def step(request: StaffRequest, key: str, draft_id: UUID, page: str, way: Way) -> HttpResponse:
    return answer_step(request, find_application(request, key, draft_id, way), page)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def summary(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> HttpResponse:
    return answer_summary(request, find_application(request, key, draft_id, way))


@require_safe
@staff_required
def sent(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> HttpResponse:
    return answer_sent(request, find_application(request, key, draft_id, way))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def discard(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> HttpResponse:
    return answer_discard(request, find_application(request, key, draft_id, way))
