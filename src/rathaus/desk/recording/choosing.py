"""Which application is filled in, and how it comes in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import Persona, StaffRequest, staff_required
from rathaus.applying.service import begin_answers, reader_language
from rathaus.cases.service import (
    Draft,
    NotAvailable,
    availability_by,
    case_link,
    internal_applications,
    open_drafts_of_staff,
    start_draft_at_desk,
)
from rathaus.catalogue.service import (
    FILLED_IN,
    Offer,
    availability,
    compiled,
    internal_offers,
    list_offers,
    offer_context,
    search,
)
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page
from rathaus.formengine.service import LANGUAGES, CompiledTexts

from .ways import INTERNAL, RECORDING, Way, find_offer

_MOST_TYPED = 200


@dataclass(frozen=True)
class Begun:
    """A draft in the list of what was begun."""

    title: str
    draft: Draft
    url: str


@require_safe
@staff_required
def record(request: StaffRequest) -> HttpResponse:
    """All services with a form, or those that fit what was typed, and what was begun and not sent yet."""
    q = clean_text(request.GET.get("q", "")[:_MOST_TYPED]).strip()
    language = reader_language()
    found = [hit.offer for hit in search(q, language=language)] if q else list_offers(language)
    cards = [card for card in found if card.maturity in FILLED_IN]
    context = {"q": q, "cards": cards, "begun": _begun(request, RECORDING)}
    return desk_page(request, "desk/recording/choose.html", context, current=RECORDING.name)


@require_safe
@staff_required
def internal(request: StaffRequest) -> HttpResponse:
    """What staff can apply for, what they began, and how it stands with what they sent."""
    sent = internal_applications(request.staff.account)
    context = {
        "offers": internal_offers(reader_language()),
        "begun": _begun(request, INTERNAL),
        "sent": [(case, case_link(case, with_code=True)) for case in sent],
        "way": INTERNAL,
    }
    return desk_page(request, "desk/recording/internal.html", context, current=INTERNAL.name)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def begin(request: StaffRequest, key: str, way: Way) -> HttpResponse:
    """Choose how it comes in, then the first page. A service that takes no applications now says why instead."""
    offer = find_offer(key, way)
    if request.method != "POST":
        return _ask_how(request, offer, way)
    channel, language = request.POST.get("kanal", way.channels[0]), request.POST.get("sprache", "de")
    if channel not in way.channels or language not in LANGUAGES:
        return _ask_how(request, offer, way, error=_("Wählen Sie, wie der Antrag zu Ihnen kommt."), status=422)
    answers = begin_answers(offer, Persona(request.staff.account) if way.is_internal else None)
    try:
        draft = start_draft_at_desk(offer, by=request.staff, channel=channel, language=language, answers=answers)
    except NotAvailable:
        return _ask_how(request, offer, way, status=409)
    return redirect(_url(way, draft))


def _ask_how(request: StaffRequest, offer: Offer, way: Way, *, error: str = "", status: int = 200) -> HttpResponse:
    """`late`: the days are over, but what reached the town hall in time may still be recorded."""
    found, online = availability_by(offer, way.channels[0]), availability(offer)
    context: dict[str, Any] = {
        "offer": offer,
        "way": way,
        "texts": CompiledTexts(compiled(offer.current_version).definition, offer_context(offer, reader_language())),
        "availability": found,
        "late": "" if online.open else online.sentence,
        "channels": way.channels,
        "error": error,
    }
    return desk_page(request, "desk/recording/begin.html", context, current=way.name, status=status)


def _begun(request: StaffRequest, way: Way) -> list[Begun]:
    language = reader_language()
    drafts = [draft for draft in open_drafts_of_staff(request.staff) if draft.channel in way.channels]
    return [Begun(compiled(d.version_id).text("title", language), d, _url(way, d)) for d in drafts]


def _url(way: Way, draft: Draft) -> str:
    return reverse(f"{way.name}_draft", kwargs={"key": draft.service_key, "draft_id": draft.pk})
