"""The summary, the last look before sending, and the one act that sends."""

import uuid
from contextlib import suppress
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rathaus.cases.service import (
    AlreadyObjected,
    AlreadySubmitted,
    Draft,
    NotAllowed,
    NotAvailable,
    NotReady,
    TimeGone,
    TrustTooLow,
    draft_availability,
    save_answers,
    submit_case,
)
from rathaus.core.text import clean_text
from rathaus.formengine.service import FieldError

from .application import Application
from .closing import change_url, closing_page, last_page, parts
from .consent import CONSENT, consent_question
from .naming import naming_of
from .steps import mark
from .visits import keep_visit, nearest_times, wanted_visit

_KEY_LENGTH = 100


def answer_summary(request: HttpRequest, application: Application) -> HttpResponse:
    if request.method == "POST":
        return _send(request, application)
    if application.draft.case_id is not None:
        return redirect(application.face.sent_url)
    return _show(request, application)


def answer_sent(request: HttpRequest, application: Application) -> HttpResponse:
    """Leads whoever comes back to an application that was sent ("back", a resend) to the same receipt."""
    if application.draft.case_id is None:
        return redirect(application.face.begin_url)
    receipt = submit_case(application.draft, idempotency_key="", by=application.face.by)
    return application.face.sent(request, receipt)


def _send(request: HttpRequest, application: Application) -> HttpResponse:
    """Twenty of these at once make one case: `submit_case` finds the first by key and by draft."""
    try:
        if application.draft.case_id is None:
            with suppress(AlreadySubmitted):  # a parallel post was first; submit_case leads to its receipt
                _read_closing_page(request, application)
        naming = naming_of(application.draft, application.face.by)
        by = naming.chosen(request)
        if naming.choices and by is None and application.draft.case_id is None:
            return _show(request, application, status=422)
        key = sending_key(request, application.draft)
        receipt = submit_case(
            application.draft,
            idempotency_key=key,
            by=by,
            level=application.face.level,
            electronically=CONSENT in request.POST,
        )
    except AlreadyObjected as found:
        return redirect("case_notice", number=found.case.number)
    except (NotReady, TimeGone) as refusal:
        return _refuse(request, application, refusal)
    except (NotAvailable, NotAllowed):
        return _show(request, application, status=409)
    except TrustTooLow:
        return _show(request, application, status=403)
    return application.face.sent(request, receipt)


def _refuse(request: HttpRequest, application: Application, refusal: NotReady | TimeGone) -> HttpResponse:
    if isinstance(refusal, TimeGone):
        return _show(request, application, status=409, gone=refusal)
    return _show(request, application, status=422)


def _read_closing_page(request: HttpRequest, application: Application) -> None:
    """What is declared under the summary is saved like any page; `submit_case` checks it with all the rest."""
    closing = closing_page(application.state())
    if closing is not None:
        posted = dict(request.POST.lists())
        result = application.form.read_page(closing.key, posted, application.draft.answers, application.context)
        save_answers(application.draft, result.answers, language=application.letters_in)


def sending_key(request: HttpRequest, draft: Draft) -> str:
    """The form's own key; bound to the draft, so that a made-up one can collide with nobody else's."""
    return f"{draft.pk}:{clean_text(request.POST.get('_key', ''))}"[:_KEY_LENGTH]


def _show(
    request: HttpRequest, application: Application, *, status: int = 200, gone: TimeGone | None = None
) -> HttpResponse:
    """With 422 also what is missing, in the reader's language, which the letters need not be in."""
    wish, visit = wanted_visit(application), keep_visit(application)
    state = application.state()
    closing, last = closing_page(state), last_page(state)
    missing = application.errors()
    open_errors = [e for e in missing if closing is None or e.page != closing.key]
    refused = status == HTTPStatus.UNPROCESSABLE_ENTITY
    errors = missing if refused else ()
    naming = naming_of(application.draft, application.face.by)
    if closing is not None:
        mark(closing, errors)
    context = {
        "application": application,
        "face": application.face,
        "draft": application.draft,
        "total": state.count + (closing is None),
        "availability": draft_availability(application.draft),
        "need": application.need(),
        "unit": application.draft.offer.unit,
        "fee": application.fee(),
        "left_open": _left_open(application),
        "confirmers": application.form.confirmers(application.draft.answers, application.context),
        "in_order": _in_order(application),
        "parts": parts(application, closing),
        "closing": closing,
        "gone": gone,
        "nearest": nearest_times(application) if gone is not None and not gone.too_many else (),
        "visit": visit,
        "times_url": application.face.times_url(wish.page) if wish else "",
        "consent": consent_question(request, application),
        "naming": naming,
        "nameless": refused and bool(naming.choices) and not naming.chosen(request),
        "open_errors": [(error, change_url(application, error.page)) for error in open_errors],
        "errors": errors,
        "idempotency_key": uuid.uuid4().hex,
        "back_url": application.face.page_url(last.key) if last else "",
    }
    return application.face.render(request, application.face.summary, context, status=status)


def _left_open(application: Application) -> list[tuple[FieldError, str]]:
    """What may stay open at the counter, each with the way to it."""
    found = application.form.left_open(application.draft.answers, application.context)
    return [(field, change_url(application, field.page)) for field in found]


def _in_order(application: Application) -> bool:
    """Whether those who confirm are asked one after the other."""
    confirmations = application.form.confirmations
    return confirmations is not None and confirmations.order == "given"
