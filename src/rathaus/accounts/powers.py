"""Which memberships and powers of attorney hold, and what they allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .models import Account, Mandate, Membership, Organisation, PartyEvent


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do for another. `ends_on` is the last day; `services` narrows it, empty means all."""

    may_apply: bool = False
    may_read: bool = False
    may_administer: bool = False
    ends_on: date | None = None
    services: tuple[str, ...] = ()

    @classmethod
    def of(cls, power: Any) -> "Rights":
        """Those of a membership, a mandate or an invitation."""
        return cls(
            may_apply=power.may_apply,
            may_read=power.may_read,
            may_administer=getattr(power, "may_administer", False),
            ends_on=power.ends_on,
            services=tuple(getattr(power, "services", ())),
        )

    def as_json(self) -> dict[str, Any]:
        flags = [name for name in ("may_apply", "may_read", "may_administer") if getattr(self, name)]
        until = self.ends_on.isoformat() if self.ends_on else None
        return {"rights": flags, "until": until, "services": list(self.services)}


def holding(powers: QuerySet[Any]) -> QuerySet[Any]:
    """Those that hold now: begun, not ended, and their last day not over."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return powers.filter(lasting, begun_at__lte=clock.now(), ended_at=None)


def has_power(account: UUID) -> bool:
    """Whether an account may act for anybody now, as `holding` says it.

    One query, asked on each page of who is signed in: written out, since the ORM takes longer to put it together than
    PostgreSQL to answer it.
    """
    day, moment = clock.today(), clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_HAS_POWER, {"account": account, "day": day, "moment": moment})
        (found,) = cursor.fetchone()
    return bool(found)


_HOLDS = "(p.ends_on IS NULL OR p.ends_on >= %(day)s) AND p.begun_at <= %(moment)s AND p.ended_at IS NULL"
_HAS_POWER = f"""
    SELECT EXISTS (
        SELECT FROM accounts_membership p JOIN accounts_organisation o ON o.id = p.organisation_id
        WHERE p.account_id = %(account)s AND o.dissolved_at IS NULL AND {_HOLDS}
    ) OR EXISTS (SELECT FROM accounts_mandate p WHERE p.agent_id = %(account)s AND {_HOLDS})
"""  # noqa: S608 -- a constant of our own in it


def find_powers(account: UUID, holder: UUID) -> list[Membership | Mandate]:
    """All by which an account could ever act for another, those that ended too, the newest first. Two queries."""
    members: Iterable[Membership] = Membership.objects.filter(account=account, organisation=holder)
    mandates: Iterable[Mandate] = Mandate.objects.filter(agent=account, principal=holder)
    return sorted([*members, *mandates], key=lambda power: power.begun_at, reverse=True)


def acts_for(account: UUID, holder: UUID) -> bool:
    """Whether an account may do anything in a holder's name now. Two queries."""
    return any(held_at(power, clock.now()) for power in find_powers(account, holder))


def is_or_acts_for(account: UUID, holder: str) -> Q:
    """The same as a condition on the rows whose field `holder` it is; true for the account itself too. NULL where
    nobody holds the row."""
    organisations = holding(Membership.objects.filter(account=account)).values("organisation")
    principals = holding(Mandate.objects.filter(agent=account)).values("principal")
    return Q(**{holder: account}) | Q(**{f"{holder}__in": organisations}) | Q(**{f"{holder}__in": principals})


def was_represented(holder: UUID) -> bool:
    """Whether others act for this holder or ever did: an organisation, or somebody who gave a power of attorney. One
    query."""
    mandates = Mandate.objects.filter(principal=holder).values("principal")
    return Organisation.objects.filter(pk=holder).values("pk").union(mandates, all=True).exists()


def held_at(power: Membership | Mandate, at: datetime) -> bool:
    """Whether it held at that moment."""
    day = at.astimezone(BERLIN).date()
    ended = power.ended_at is not None and power.ended_at <= at
    over = power.ends_on is not None and power.ends_on < day
    return power.begun_at <= at and not ended and not over


def write_event(
    party: UUID, kind: str, *, by: Account, subject: Account | None = None, rights: Rights | None = None
) -> None:
    data = rights.as_json() if rights else {}
    PartyEvent.objects.create(party=party, kind=kind, by=by, subject=subject, data=data)
