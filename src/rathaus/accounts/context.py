"""In whose name a page is read: what the header of every portal page says."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .persona import persona_of
from .powers import has_power

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
        known = has_power(acting.account.pk)
        setattr(request, _CACHED, known)
    return known
