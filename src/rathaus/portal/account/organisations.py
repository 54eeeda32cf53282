"""Associations and companies: founding, their details, their members."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.service import (
    LastAdministrator,
    Membership,
    change_organisation,
    choose_persona,
    end_membership,
    find_membership,
    found_organisation,
    members_of,
    memberships_of,
    open_invitations,
    profile_of,
    record_of,
    save_profile,
    withdraw_invitation,
)
from rathaus.applying.service import read_form, show_form
from rathaus.cases.service import confirmations

from .access import PersonaRequest, persona_required
from .details import organisation_details


@require_safe
@persona_required
def organisations(request: PersonaRequest) -> HttpResponse:
    found = memberships_of(request.persona.account)
    return render(request, "portal/account/organisations.html", {"memberships": found})


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def found(request: PersonaRequest) -> HttpResponse:
    """Whoever founds it administers it, and acts for it from then on."""
    filled = read_form("organisation", request, {}) if request.method == "POST" else show_form("organisation", {})
    if request.method == "POST" and filled.fits:
        account = request.persona.account
        founded = found_organisation(by=account, details=organisation_details(filled.answers))
        save_profile(founded.pk, filled.answers, by=account)
        choose_persona(request, founded.pk)
        messages.success(request, _("Angelegt. Sie handeln jetzt für: %(name)s") % {"name": founded.name})
        return redirect("organisation", organisation=founded.pk)
    status = 422 if filled.errors else 200
    return render(request, "portal/account/found.html", {"filled": filled}, status=status)


@require_safe
@persona_required
def organisation(request: PersonaRequest, organisation: UUID) -> HttpResponse:
    """Who may act for it. Members see each other; only administrators see invitations and the record."""
    mine = own_membership(request, organisation)
    members = members_of(mine.organisation)
    confirmed = confirmations(member.pk for member in members)
    with_checks = [(member, confirmed.get(member.pk)) for member in members]
    shown: dict[str, Any] = {"mine": mine, "organisation": mine.organisation, "members": with_checks}
    if mine.may_administer:
        shown |= {"invitations": open_invitations(organisation), "events": record_of(organisation)}
    return render(request, "portal/account/organisation.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def details(request: PersonaRequest, organisation: UUID) -> HttpResponse:
    mine = own_membership(request, organisation, administering=True)
    known = profile_of(organisation)
    filled = (
        read_form("organisation", request, known) if request.method == "POST" else show_form("organisation", known)
    )
    if request.method == "POST" and filled.fits:
        account = request.persona.account
        change_organisation(mine.organisation, by=account, details=organisation_details(filled.answers))
        save_profile(organisation, filled.answers, by=account)
        messages.success(request, _("Gespeichert. Laufende Anträge behalten, was Sie geschickt haben."))
        return redirect("organisation", organisation=organisation)
    shown = {"filled": filled, "organisation": mine.organisation}
    return render(request, "portal/account/organisation_details.html", shown, status=422 if filled.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def end(request: PersonaRequest, organisation: UUID, membership: UUID) -> HttpResponse:
    """Asks once, then ends a membership at once: one's own, or another's as an administrator."""
    mine = own_membership(request, organisation)
    ending = next((member for member in members_of(mine.organisation) if member.pk == membership), None)
    if ending is None or (ending.pk != mine.pk and not mine.may_administer):
        raise Http404
    shown = {"organisation": mine.organisation, "ending": ending, "own": ending.pk == mine.pk}
    if request.method != "POST":
        return render(request, "portal/account/end_membership.html", shown)
    try:
        end_membership(ending, by=request.persona.account)
    except LastAdministrator:
        return render(request, "portal/account/end_membership.html", {**shown, "last": True}, status=409)
    messages.success(request, _("Die Vertretung ist beendet. Sie gilt ab sofort nicht mehr."))
    return redirect("organisations") if shown["own"] else redirect("organisation", organisation=organisation)


@require_POST
@persona_required
def withdraw(request: PersonaRequest, organisation: UUID, invitation: UUID) -> HttpResponse:
    own_membership(request, organisation, administering=True)
    found = next((i for i in open_invitations(organisation) if i.pk == invitation), None)
    if found is None:
        raise Http404
    withdraw_invitation(found, by=request.persona.account)
    messages.success(request, _("Die Einladung ist zurückgezogen. Ihr Link öffnet nichts mehr."))
    return redirect("organisation", organisation=organisation)


def own_membership(request: HttpRequest, organisation: UUID, *, administering: bool = False) -> Membership:
    """With which this person acts for it today. Raises Http404, the same for a foreign one as for none."""
    persona: Any = request.persona  # type: ignore[attr-defined]  # behind persona_required
    found = find_membership(persona.account, organisation)
    if found is None or (administering and not found.may_administer):
        raise Http404
    return found
