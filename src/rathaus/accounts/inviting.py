"""Invitations to act for an organisation or a person: sent by e-mail, taken once by somebody who is signed in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from rathaus.core import clock
from rathaus.outbox.service import NotWanted, completes_mail, forget_recipient, send_mail
from rathaus.tenancy.service import base_url, current_municipality

from .codes import code_hash, invitation_code
from .errors import AlreadyActs, NotOpen, NotYours, TooManyInvitations
from .models import Account, Invitation, Mandate, Membership, Organisation, PartyEvent
from .organisations import add_member, find_membership
from .powers import Rights, holding, write_event

OPEN_DAYS = 14
MOST_A_DAY = 20


@transaction.atomic
def invite_member(organisation: Organisation, *, by: Account, email: str, rights: Rights) -> Invitation:
    """Only administrators. Whether somebody has an account at the address is neither looked up nor told.

    Raises NotYours, TooManyInvitations.
    """
    mine = find_membership(by, organisation.pk)
    if mine is None or not mine.may_administer:
        raise NotYours
    return _invite(by, email, rights, organisation=organisation)


@transaction.atomic
def invite_agent(*, by: Account, email: str, rights: Rights) -> Invitation:
    """Offer somebody a power of attorney for oneself. Raises TooManyInvitations."""
    return _invite(by, email, rights, principal=by)


def open_invitations(party: UUID) -> list[Invitation]:
    """Those of an organisation or a principal that may still be taken, the newest first."""
    waiting = Invitation.objects.filter(closed_at=None, expires_at__gt=clock.now())
    theirs = waiting.filter(organisation=party) | waiting.filter(principal=party)
    return list(theirs.select_related("invited_by").order_by("-invited_at"))


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Account) -> None:
    """Its link opens nothing from now on. Raises NotYours; does nothing where it was taken before."""
    if not _may_withdraw(invitation, by):
        raise NotYours
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.closed_at is not None:
        return
    _close(current)
    write_event(party_of(current), PartyEvent.Kind.WITHDRAWN, by=by)


def find_invitation(code: str) -> Invitation:
    """What a link offers. Raises NotOpen, the same for a wrong code as for one that is used, withdrawn or over."""
    found = Invitation.objects.filter(code_hash=code_hash(code), closed_at=None, expires_at__gt=clock.now())
    invitation = found.select_related("organisation", "principal", "invited_by").first()
    if invitation is None or not _still_stands(invitation):
        raise NotOpen
    return invitation


@transaction.atomic
def accept_invitation(code: str, *, by: Account) -> Membership | Mandate:
    """Take what a link offers: once, whoever is first. Raises NotOpen, AlreadyActs.

    Who accepts need not have the address that it went to: the link is the key, and who took it is on record.
    """
    Invitation.objects.select_for_update().filter(code_hash=code_hash(code)).first()
    invitation = find_invitation(code)
    rights = Rights.of(invitation)
    if invitation.organisation is not None:
        Organisation.objects.select_for_update().get(pk=invitation.organisation.pk)
        if find_membership(by, invitation.organisation.pk) is not None:
            raise AlreadyActs
        taken: Membership | Mandate = add_member(
            invitation.organisation, account=by, rights=rights, given_by=invitation.invited_by
        )
    else:
        taken = _give_mandate(invitation, by, rights)
    _close(invitation, by)
    write_event(party_of(invitation), PartyEvent.Kind.JOINED, by=by, subject=by, rights=rights)
    return taken


def party_of(invitation: Invitation) -> UUID:
    return invitation.organisation_id or invitation.principal_id  # type: ignore[return-value]  # one is there


def _invite(by: Account, email: str, rights: Rights, **party: Any) -> Invitation:
    Account.objects.select_for_update().get(pk=by.pk)  # so that parallel invitations are all counted
    since = clock.now() - timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, invited_at__gt=since).count() >= MOST_A_DAY:
        raise TooManyInvitations
    invitation = Invitation(
        email=email,
        may_apply=rights.may_apply,
        may_read=rights.may_read,
        may_administer=rights.may_administer,
        services=list(rights.services),
        ends_on=rights.ends_on,
        invited_by=by,
        expires_at=clock.now() + timedelta(days=OPEN_DAYS),
        **party,
    )
    invitation.code_hash = code_hash(invitation_code(invitation.pk))
    invitation.save(force_insert=True)
    write_event(party_of(invitation), PartyEvent.Kind.INVITED, by=by, rights=rights)
    send_mail(
        key=_mail_key(invitation),
        to=email,
        template="party_invitation",
        context={"invitation": str(invitation.pk)},
        language=(get_language() or "de")[:2],
    )
    return invitation


def _give_mandate(invitation: Invitation, agent: Account, rights: Rights) -> Mandate:
    principal = invitation.principal
    mine = Mandate.objects.filter(principal=principal, agent=agent, ended_at=None)
    if principal is None or principal.pk == agent.pk or holding(mine).exists():
        raise AlreadyActs
    mine.update(ended_at=clock.now(), ended_by=agent)
    return Mandate.objects.create(
        principal=principal,
        agent=agent,
        may_apply=rights.may_apply,
        may_read=rights.may_read,
        ends_on=rights.ends_on,
        services=list(rights.services),
    )


def _still_stands(invitation: Invitation) -> bool:
    """What somebody offered who may offer it no more is void, and what would be over at once."""
    if invitation.ends_on is not None and invitation.ends_on < clock.today():
        return False
    if invitation.organisation is None:
        return invitation.principal is not None and invitation.principal.is_active
    inviter = find_membership(invitation.invited_by, invitation.organisation.pk)
    return inviter is not None and inviter.may_administer


def _may_withdraw(invitation: Invitation, account: Account) -> bool:
    if invitation.organisation_id is None:
        return bool(invitation.principal_id == account.pk)
    member = find_membership(account, invitation.organisation_id)
    return member is not None and member.may_administer


def _close(invitation: Invitation, by: Account | None = None) -> None:
    """Nobody needs the address any more, in the outbox neither."""
    invitation.closed_at, invitation.accepted_by, invitation.email = clock.now(), by, ""
    invitation.save()
    forget_recipient(_mail_key(invitation))


def _mail_key(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}"


@completes_mail("party_invitation")
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    """The link is made when the e-mail is handed over, and only while it opens something."""
    waiting = Invitation.objects.filter(pk=context["invitation"], closed_at=None, expires_at__gt=clock.now()).first()
    if waiting is None:
        raise NotWanted
    link = f"{base_url(current_municipality())}/konto/einladung/#{invitation_code(waiting.pk)}"
    return {"link": link, "until": waiting.expires_at}
