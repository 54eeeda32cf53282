"""In whose name somebody acts: for themselves, for an organisation, or for somebody who gave them power of attorney.

The choice lives in the session; what it allows is read from the database on every request, so that a
representation that has ended opens nothing any more.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from .models import Account, Mandate, Membership, Organisation
from .powers import holding

_KEY = "acts_for"
_AGENT = "acts_as_agent"  # spares the look for a membership
_CACHED = "_rathaus_persona"


@dataclass(frozen=True, slots=True)
class Persona:
    """Who is signed in (`account`), and for whom: `organisation`, `principal`, or neither for themselves.

    `holder` is whose postbox, cases and drafts these are. `services` narrows what may be applied for; empty: all.
    """

    account: Account
    organisation: Organisation | None = None
    principal: Account | None = None
    may_apply: bool = True
    may_read: bool = True
    may_administer: bool = True
    services: tuple[str, ...] = ()

    @property
    def holder(self) -> UUID:
        return (self.organisation or self.principal or self.account).pk

    @property
    def is_self(self) -> bool:
        return self.organisation is None and self.principal is None

    @property
    def name(self) -> str:
        """Of whom they act for."""
        return str(self.organisation or self.principal or self.account)

    def may_apply_for(self, service_key: str) -> bool:
        return self.may_apply and (not self.services or service_key in self.services)


def persona_of(request: HttpRequest) -> Persona | None:
    """In whose name this request acts; None for nobody signed in. Asks the database once per request, and only when
    somebody acts for another."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account):
        return None
    known: Persona | None = getattr(request, _CACHED, None)
    if known is None or known.account.pk != account.pk:
        known = _chosen(request, account) or Persona(account)
        setattr(request, _CACHED, known)
    return known


def choose_persona(request: HttpRequest, holder: UUID | None) -> Persona | None:
    """Act for `holder` from now on; None, or one's own id, for oneself. Returns None, and changes nothing, where
    this person may not act for them."""
    account = request.user
    if not isinstance(account, Account):
        return None
    chosen = Persona(account) if holder in {None, account.pk} else find_persona(account, holder)
    if chosen is not None:
        for key in (_KEY, _AGENT):
            request.session.pop(key, None)
        if not chosen.is_self:
            request.session[_KEY] = str(chosen.holder)
            if chosen.principal is not None:
                request.session[_AGENT] = True
        setattr(request, _CACHED, chosen)
    return chosen


def personas_of(account: Account) -> list[Persona]:
    """Everybody this person may act for today, themselves first. Two queries."""
    memberships = holding(Membership.objects.filter(account=account, organisation__dissolved_at=None))
    mandates = holding(Mandate.objects.filter(agent=account, principal__is_active=True))
    return [
        Persona(account),
        *(_member(account, m) for m in memberships.select_related("organisation").order_by("organisation__name")),
        *(_agent(account, m) for m in mandates.select_related("principal").order_by("principal__name")),
    ]


def find_persona(account: Account, holder: UUID | None) -> Persona | None:
    """The persona with which an account acts for this holder today, if it may."""
    if holder == account.pk:
        return Persona(account)
    return _as_member(account, holder) or _as_agent(account, holder)


def _as_member(account: Account, holder: UUID | None) -> Persona | None:
    memberships = Membership.objects.filter(account=account, organisation=holder, organisation__dissolved_at=None)
    member = holding(memberships).select_related("organisation").first()
    return None if member is None else _member(account, member)


def _as_agent(account: Account, holder: UUID | None) -> Persona | None:
    mandates = Mandate.objects.filter(agent=account, principal=holder, principal__is_active=True)
    mandate = holding(mandates).select_related("principal").first()
    return None if mandate is None else _agent(account, mandate)


def _chosen(request: HttpRequest, account: Account) -> Persona | None:
    kept = request.session.get(_KEY)
    if kept is None:
        return None
    try:
        find = _as_agent if request.session.get(_AGENT) else find_persona
        found = find(account, UUID(kept))
    except ValueError:
        found = None
    if found is None:
        request.session.pop(_KEY, None)
        request.session.pop(_AGENT, None)
    return found


def _member(account: Account, found: Membership) -> Persona:
    return Persona(
        account,
        organisation=found.organisation,
        may_apply=found.may_apply,
        may_read=found.may_read,
        may_administer=found.may_administer,
    )


def _agent(account: Account, found: Mandate) -> Persona:
    return Persona(
        account,
        principal=found.principal,
        may_apply=found.may_apply,
        may_read=found.may_read,
        may_administer=False,
        services=tuple(found.services),
    )
