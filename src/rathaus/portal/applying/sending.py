"""The summary, the last look before sending, and the one act that sends."""

import uuid
from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.cases.service import AlreadySubmitted, NotReady, Receipt, save_answers, submit_case
from rathaus.core.text import clean_text
from rathaus.formengine.service import FieldError, FormState, PageState, SummaryRow
from rathaus.portal.tracking.grants import grant

from .access import Application, find_application, remember_sent
from .steps import RETURN, closing_page, page_url

_KEY_LENGTH = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, key: str) -> HttpResponse:
    application = find_application(request, key)
    if application is None:
        return redirect("apply", key=key)
    if request.method == "POST":
        return _send(request, application)
    if application.draft.case_id is not None:
        return redirect("apply_sent", key=key)
    return _show(request, application)


@never_cache
@require_safe
def sent(request: HttpRequest, key: str) -> HttpResponse:
    """Leads whoever comes back to an application that was sent ("back", a resend) to the same receipt."""
    application = find_application(request, key)
    if application is None or application.draft.case_id is None:
        return redirect("apply", key=key)
    return _to_receipt(request, application, submit_case(application.draft, idempotency_key="", by=None))


def _send(request: HttpRequest, application: Application) -> HttpResponse:
    """Twenty of these at once make one case: `submit_case` finds the first by key and by draft."""
    try:
        if application.draft.case_id is None:
            with suppress(AlreadySubmitted):  # a parallel post was first; submit_case leads to its receipt
                _read_closing_page(request, application)
        receipt = submit_case(application.draft, idempotency_key=_key(request, application), by=None)
    except NotReady as refusal:
        return _show(request, application, refusal.errors, status=422)
    return _to_receipt(request, application, receipt)


def _read_closing_page(request: HttpRequest, application: Application) -> None:
    """What is declared under the summary is saved like any page; `submit_case` checks it with all the rest."""
    closing = closing_page(application.state())
    if closing is not None:
        posted = dict(request.POST.lists())
        result = application.form.read_page(closing.key, posted, application.draft.answers, application.context)
        save_answers(application.draft, result.answers, language=application.context.language)


def _key(request: HttpRequest, application: Application) -> str:
    """The form's own key; bound to the draft, so that a made-up one can collide with nobody else's."""
    return f"{application.draft.pk}:{clean_text(request.POST.get('_key', ''))}"[:_KEY_LENGTH]


def _to_receipt(request: HttpRequest, application: Application, receipt: Receipt) -> HttpResponse:
    response = redirect("case_receipt", number=receipt.case.number)
    grant(request, response, receipt.case)
    remember_sent(request, response, application.key)
    return response


def _show(
    request: HttpRequest, application: Application, errors: tuple[FieldError, ...] = (), *, status: int = 200
) -> HttpResponse:
    state = application.state()
    closing = closing_page(state)
    missing = application.form.check(application.draft.answers, application.context)
    open_errors = tuple(e for e in missing if closing is None or e.page != closing.key)
    context = {
        "application": application,
        "key": application.key,
        "draft": application.draft,
        "state": state,
        "total": state.count + (closing is None),
        "parts": parts(application, closing),
        "closing": closing,
        "open_errors": open_errors,
        "errors": errors,
        "idempotency_key": uuid.uuid4().hex,
        "last": last_page(state),
    }
    return render(request, "portal/applying/summary.html", context, status=status)


@dataclass(frozen=True)
class Part:
    """One page of the form as the summary shows it, with the way back to it and here again."""

    title: str
    rows: tuple[SummaryRow, ...]
    change_url: str


def parts(application: Application, closing: PageState | None) -> list[Part]:
    pages = application.form.summary(application.draft.answers, application.context)
    return [
        Part(page.title, page.rows, f"{page_url(application.key, page.key)}?{RETURN}=summary")
        for page in pages
        if page.rows and (closing is None or page.key != closing.key)
    ]


def last_page(state: FormState) -> str:
    """The key of the last page before the summary, to which "back" leads."""
    closing = closing_page(state)
    pages = [page for page in state.visible_pages if page is not closing]
    return pages[-1].key if pages else ""
