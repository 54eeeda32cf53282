"""The page of a case, for its holder and for who came with number and code."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rathaus.accounts.service import persona_of
from rathaus.cases.service import Case, CasePage, applicant_page, looks_at_cases_of, may_write
from rathaus.notifying.service import drop_read_news
from rathaus.portal.writing import Writing, blank_writing
from rathaus.postbox.service import mark_seen

from .grants import came_with_code, holders_persona, may_act
from .holding import may_have_link
from .notice_words import delivery_words
from .turn import history, title_of, turn_of


def status_response(request: HttpRequest, case: Case, *, writing: Writing | None = None) -> HttpResponse:
    """With `writing` the box keeps what was typed and says what is wrong with it."""
    by = holders_persona(request, case)
    if by is not None:
        drop_read_news(by.account.pk, case.pk)
    page = applicant_page(case, by=by)
    note_seen(request, case, case.pk, *_threads(page))
    context: dict[str, Any] = {
        "page": page,
        "case": case,
        "title": title_of(case),
        "turn": turn_of(page),
        "history": history(page),
        "delivery": delivery_words(page.record) if page.record else None,
        "looks": looks_at_cases_of(by.holder, case=case) if by is not None else None,
        "writing": (writing or blank_writing()) if may_write(case, by) else None,
        "may_act": may_act(request, case),
        "is_holder": by is not None,
        "may_renew": by is not None and may_have_link(by),
        **_offer_of_postbox(request, case),
    }
    return render(request, "portal/tracking/status.html", context, status=422 if writing else 200)


def note_seen(request: HttpRequest, case: Case, *refs: UUID) -> None:
    """Its holder has had these lines of the postbox before them. Nothing for who came with the code."""
    if case.holder is not None and holders_persona(request, case) is not None:
        mark_seen(case.holder, refs)


def _threads(page: CasePage) -> list[UUID]:
    return [one.message.thread_id for one in page.said[:1]]


def _offer_of_postbox(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Whether who is here with the code may take a case that nobody holds into a postbox, and whose."""
    if case.holder is not None or not came_with_code(request, case):
        return {}
    persona = persona_of(request)
    return {"may_adopt": persona is None or (persona.may_apply and persona.may_read), "persona": persona}
