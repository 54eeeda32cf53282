"""Begin an application, come back to it, throw it away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import Persona, level_of, persona_of
from rathaus.applying.service import answer_discard, begin_answers, place_to_resume, reader_language
from rathaus.cases.service import NotAvailable, TrustTooLow, need_for, start_draft
from rathaus.catalogue.service import Availability, Offer, availability, compiled, offer_context
from rathaus.portal.service_page import texts_of

from .access import find_application, find_offer, was_sent_elsewhere
from .tokens import forget_draft, remember_draft


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Where somebody begins, and where they find what they began: then it leads to the first open question.

    A service without a form leads back to its page, which tells the way.
    """
    application = find_application(request, key)
    if application is not None and application.draft.case_id is None:
        return redirect(place_to_resume(application))
    offer = find_offer(key, withdrawn=True)
    if compiled(offer.current_version).definition.kind != "form":
        return redirect("service", key=key)
    if request.method == "POST":
        return _begin(request, offer)
    return _show(request, offer, availability(offer))


def _begin(request: HttpRequest, offer: Offer) -> HttpResponse:
    try:
        by = _beginner(request, offer)
        answers = begin_answers(offer, by)
        _draft, token = start_draft(
            offer, language=reader_language(), answers=answers, by=by, level=level_of(request)
        )
    except NotAvailable as refusal:
        return _show(request, offer, refusal.availability, status=409)
    except TrustTooLow:
        return _show(request, offer, availability(offer), status=403)
    # To the first page even where the account has filled it in already: it is to be read before it is sent.
    first = compiled(offer.current_version).form.layout.pages[0].key
    response = redirect("apply_page", key=offer.service_key, page=first)
    remember_draft(response, offer.service_key, token)
    return response


def _beginner(request: HttpRequest, offer: Offer) -> Persona | None:
    """In whose name somebody begins: in their own where they said so, having no right to it in the other's."""
    by = persona_of(request)
    if by is None or by.may_apply_for(offer.service_key):
        return by
    return Persona(by.account)


def _show(request: HttpRequest, offer: Offer, found: Availability, *, status: int = 200) -> HttpResponse:
    """What to have at hand, and the button; or a sentence instead of it, or what must be proved first."""
    texts = texts_of(offer, offer_context(offer, reader_language()))
    context = {
        "offer": offer,
        "texts": texts,
        "availability": found,
        "need": need_for(offer.current_version, level_of(request)),
        "barred": _barred(request, offer),
        "sent_elsewhere": was_sent_elsewhere(request, offer.service_key),
    }
    return render(request, "portal/applying/start.html", context, status=status)


def _barred(request: HttpRequest, offer: Offer) -> Persona | None:
    """As whom somebody acts, if they may not apply for this then."""
    by = persona_of(request)
    return by if by is not None and not by.may_apply_for(offer.service_key) else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, key: str) -> HttpResponse:
    application = find_application(request, key)
    if application is None:
        return redirect("service", key=key)
    response = answer_discard(request, application)
    if request.method == "POST" and application.draft.case_id is None:
        forget_draft(response, key)
    return response
