"""Associations and companies: founding them, and who may act for them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from rathaus.core import clock

from .errors import LastAdministrator, NotYours
from .models import Account, Membership, Organisation, PartyEvent
from .powers import Rights, holding, write_event

_FOUNDER = Rights(may_apply=True, may_read=True, may_administer=True)
_DETAILS = ("kind", "name", "register_court", "register_number", "email", "phone", "address")


@transaction.atomic
def found_organisation(*, by: Account, details: Mapping[str, Any]) -> Organisation:
    """Whoever founds it here administers it. That it exists, and that they represent it, is their word alone."""
    founded = Organisation(founded_by=by, **{key: details[key] for key in _DETAILS if key in details})
    founded.save(force_insert=True)
    add_member(founded, account=by, rights=_FOUNDER, given_by=None)
    write_event(founded.pk, PartyEvent.Kind.FOUNDED, by=by, subject=by, rights=_FOUNDER)
    return founded


@transaction.atomic
def change_organisation(organisation: Organisation, *, by: Account, details: Mapping[str, Any]) -> None:
    """Running cases keep what was sent. Raises NotYours."""
    _lock(organisation)
    if not _administers(organisation, by):
        raise NotYours
    for key in _DETAILS:
        if key in details:
            setattr(organisation, key, details[key])
    organisation.save()
    write_event(organisation.pk, PartyEvent.Kind.CHANGED, by=by)


def find_membership(account: Account, organisation: UUID) -> Membership | None:
    """The membership with which this person acts for the organisation today; None for everybody else."""
    theirs = Membership.objects.filter(account=account, organisation=organisation, organisation__dissolved_at=None)
    found: Membership | None = holding(theirs).select_related("organisation").first()
    return found


def memberships_of(account: Account) -> list[Membership]:
    """The organisations that this person acts for today, by name."""
    theirs = holding(Membership.objects.filter(account=account, organisation__dissolved_at=None))
    return list(theirs.select_related("organisation").order_by("organisation__name"))


def members_of(organisation: Organisation) -> list[Membership]:
    """Who is a member, by name; those whose last day is over too, until somebody ends or renews it."""
    running = Membership.objects.filter(organisation=organisation, ended_at=None)
    return list(running.select_related("account", "given_by").order_by("account__name", "id"))


def record_of(party: UUID, *, limit: int = 50) -> list[PartyEvent]:
    """Who did what about an organisation's or a principal's representation, the newest first."""
    return list(PartyEvent.objects.filter(party=party).select_related("by", "subject").order_by("-at", "-id")[:limit])


@transaction.atomic
def end_membership(membership: Membership, *, by: Account) -> None:
    """At once: the next request of a running session acts for the organisation no more.

    One's own, or another's as an administrator. Raises NotYours; LastAdministrator where nobody would be left who
    administers it without an end: parallel ends wait for the organisation's row.
    """
    organisation = membership.organisation
    _lock(organisation)
    running = Membership.objects.filter(pk=membership.pk, ended_at=None).first()
    if running is None:
        return
    if by.pk != running.account_id and not _administers(organisation, by):
        raise NotYours
    if running.may_administer and not _anybody(_lasting_administrators(organisation).exclude(pk=running.pk)):
        raise LastAdministrator
    Membership.objects.filter(pk=running.pk).update(ended_at=clock.now(), ended_by=by)
    write_event(organisation.pk, PartyEvent.Kind.ENDED, by=by, subject=running.account)


def add_member(
    organisation: Organisation, *, account: Account, rights: Rights, given_by: Account | None
) -> Membership:
    """In the transaction of the caller. One whose last day is over is ended first, so that there is one at most."""
    over = Membership.objects.filter(organisation=organisation, account=account, ended_at=None)
    over.update(ended_at=clock.now(), ended_by=given_by)
    return Membership.objects.create(
        organisation=organisation,
        account=account,
        may_apply=rights.may_apply,
        may_read=rights.may_read,
        may_administer=rights.may_administer,
        ends_on=rights.ends_on,
        given_by=given_by,
    )


def _administers(organisation: Organisation, account: Account) -> bool:
    found = find_membership(account, organisation.pk)
    return found is not None and found.may_administer


def _anybody(administrators: QuerySet[Membership]) -> bool:
    return administrators.exists()


def _lasting_administrators(organisation: Organisation) -> QuerySet[Membership]:
    """Without a last day: else the organisation would lose its last administrator by mere time."""
    return Membership.objects.filter(organisation=organisation, may_administer=True, ended_at=None, ends_on=None)


def _lock(organisation: Organisation) -> None:
    Organisation.objects.select_for_update().get(pk=organisation.pk)
