"""Inviting somebody to act for an organisation or for oneself, and what the invited person sees."""

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.service import (
    Account,
    AlreadyActs,
    Invitation,
    Mandate,
    NotOpen,
    TooManyInvitations,
    accept_invitation,
    choose_persona,
    end_mandate,
    find_invitation,
    find_mandate,
    invite_agent,
    invite_member,
    mandates_given,
    mandates_received,
    open_invitations,
    persona_of,
    record_of,
    withdraw_invitation,
)
from rathaus.applying.service import FilledIn, read_form, reader_language, show_form
from rathaus.catalogue.service import FILLED_IN, list_offers

from .access import PersonaRequest, persona_required
from .details import rights_in
from .organisations import own_membership

T = TypeVar("T", Invitation, Mandate)

_CODE = "invitation_code"  # kept in the session while somebody signs in
_MAX_TYPED = 100


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def invite(request: PersonaRequest, organisation: UUID) -> HttpResponse:
    mine = own_membership(request, organisation, administering=True)
    filled = read_form("member", request, {}) if request.method == "POST" else show_form("member", {})
    too_many = False
    if request.method == "POST" and filled.fits:
        rights, email = rights_in(filled.answers), filled.answers["email"]
        try:
            invite_member(mine.organisation, by=request.persona.account, email=email, rights=rights)
        except TooManyInvitations:
            too_many = True
        else:
            messages.success(request, _("Die Einladung ist unterwegs. Sie gilt 14 Tage."))
            return redirect("organisation", organisation=organisation)
    shown = {"filled": filled, "organisation": mine.organisation, "too_many": too_many}
    return render(request, "portal/account/invite.html", shown, status=_status(filled, too_many=too_many))


@require_safe
@persona_required
def mandates(request: PersonaRequest) -> HttpResponse:
    """The powers of attorney that one gave and got, in one's own name whomever one acts for."""
    account = request.persona.account
    shown = {
        "given": _with_titles(mandates_given(account)),
        "received": _with_titles(mandates_received(account)),
        "invitations": _with_titles(open_invitations(account.pk)),
        "events": record_of(account.pk),
    }
    return render(request, "portal/account/mandates.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def give_mandate(request: PersonaRequest) -> HttpResponse:
    offered = _offered()
    parameters = {"leistungen": list(offered)}
    posted = request.method == "POST"
    filled = (
        read_form("mandate", request, {}, parameters=parameters)
        if posted
        else show_form("mandate", {}, parameters=parameters)
    )
    too_many = False
    if posted and filled.fits:
        rights = rights_in(filled.answers, offered)
        try:
            invite_agent(by=request.persona.account, email=filled.answers["email"], rights=rights)
        except TooManyInvitations:
            too_many = True
        else:
            messages.success(request, _("Die Einladung ist unterwegs. Die Vollmacht gilt, sobald die Person zusagt."))
            return redirect("mandates")
    partial = "#fields" if request.headers.get("HX-Request") else ""
    shown = {"filled": filled, "too_many": too_many}
    status = _status(filled, too_many=too_many)
    return render(request, f"portal/account/give_mandate.html{partial}", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def end(request: PersonaRequest, mandate: UUID) -> HttpResponse:
    """Asks once; then nobody acts with it any more. The principal revokes, or the agent gives it back."""
    found = find_mandate(request.persona.account, mandate)
    if found is None:
        raise Http404
    if request.method != "POST":
        shown = {"mandate": found, "own": found.principal_id == request.persona.account.pk}
        return render(request, "portal/account/end_mandate.html", shown)
    end_mandate(found, by=request.persona.account)
    messages.success(request, _("Die Vollmacht ist beendet. Sie gilt ab sofort nicht mehr."))
    return redirect("mandates")


@require_POST
@persona_required
def withdraw(request: PersonaRequest, invitation: UUID) -> HttpResponse:
    account = request.persona.account
    found = next((i for i in open_invitations(account.pk) if i.pk == invitation), None)
    if found is None:
        raise Http404
    withdraw_invitation(found, by=account)
    messages.success(request, _("Die Einladung ist zurückgezogen. Ihr Link öffnet nichts mehr."))
    return redirect("mandates")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Where the link leads. The code comes by POST only, so that no log and no referrer ever holds it.

    Who isn't signed in yet does so first; the code waits in their session.
    """
    code = request.POST.get("code", "")[:_MAX_TYPED] or request.session.get(_CODE, "")
    if not code:
        return render(request, "portal/account/invitation.html")
    try:
        found = find_invitation(code)
    except NotOpen:
        request.session.pop(_CODE, None)
        return render(request, "portal/account/invitation.html", {"wrong": True}, status=422)
    persona = persona_of(request)
    if persona is None:
        request.session[_CODE] = code
        sign_in = f"{reverse('account_login')}?{urlencode({'next': reverse('invitation')})}"
        return HttpResponseRedirect(sign_in)
    return _answer(request, found, code, persona.account)


def _answer(request: HttpRequest, found: Invitation, code: str, account: Account) -> HttpResponse:
    """Show whose invitation it is and what it allows; take it or leave it."""
    wanted = request.POST.get("_go", "")
    if wanted == "decline":
        request.session.pop(_CODE, None)
        messages.info(request, _("Sie haben nicht zugesagt. Die Einladung bleibt offen, bis sie abläuft."))
        return redirect("account_home")
    if wanted != "accept":
        ((_found, services),) = _with_titles([found])
        shown = {"invitation": found, "code": code, "services": services}
        return render(request, "portal/account/invitation.html", shown)
    try:
        accept_invitation(code, by=account)
    except (NotOpen, AlreadyActs) as refusal:
        context = {"wrong": isinstance(refusal, NotOpen), "already": isinstance(refusal, AlreadyActs)}
        return render(request, "portal/account/invitation.html", context, status=409)
    request.session.pop(_CODE, None)
    choose_persona(request, found.organisation_id or found.principal_id)
    name = str(found.organisation or found.principal)
    messages.success(request, _("Sie handeln jetzt für: %(name)s") % {"name": name})
    return redirect("account_home")


def _with_titles(powers: Iterable[T]) -> list[tuple[T, list[str]]]:
    """Each with what the services are called that it is narrowed to; by their keys where they aren't offered here."""
    titles = {card.key: card.title for card in list_offers(reader_language())}
    return [(power, [titles.get(key, key) for key in power.services]) for power in powers]


def _offered() -> dict[str, str]:
    """The keys of services that can be applied for here, by their titles."""
    return {card.title: card.key for card in list_offers(reader_language()) if card.maturity in FILLED_IN}


def _status(filled: FilledIn, *, too_many: bool) -> int:
    return 429 if too_many else 422 if filled.errors else 200
