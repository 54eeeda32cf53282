"""In whose name a page is read: what the header of every portal page says."""

from typing import Any

from django.db.models import Exists, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Account, Mandate, Membership
from .persona import persona_of
from .powers import holding

_CACHED = "_rathaus_acts_for_others"


def persona(request: HttpRequest) -> dict[str, Any]:
    """`acting` is the persona, `may_switch` whether there is somebody else to act for: both are asked only where a
    page shows them, and cost who is signed in one query together, others none."""
    return {
        "acting": SimpleLazyObject(lambda: persona_of(request)),
        "may_switch": SimpleLazyObject(lambda: _may_switch(request)),
    }


def _may_switch(request: HttpRequest) -> bool:
    acting = persona_of(request)
    if acting is None or not acting.is_self:
        return acting is not None
    known: bool | None = getattr(request, _CACHED, None)
    if known is None:
        member = holding(Membership.objects.filter(account=acting.account, organisation__dissolved_at=None))
        agent = holding(Mandate.objects.filter(agent=acting.account))
        known = Account.objects.filter(Q(Exists(member)) | Q(Exists(agent)), pk=acting.account.pk).exists()
        setattr(request, _CACHED, known)
    return known
