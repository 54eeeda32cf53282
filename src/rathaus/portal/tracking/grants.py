"""What a browser may see after it gave number and code: kept signed in a cookie of its own, for two hours.

No row and no session: reading it costs nothing. A new access code (`access_generation`) makes older grants useless.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase

from rathaus.accounts.service import Persona, persona_of
from rathaus.cases.service import Case, held_by
from rathaus.core import clock

HOURS = 2
_COOKIE = ("__Host-" if settings.RATHAUS_HTTPS else "") + "vorgang"
_MOST = 10

Grants = dict[str, list[int]]  # number → [access generation, second since 1970 when it ends]


def grant(request: HttpRequest, response: HttpResponseBase, case: Case) -> None:
    """Let this browser see the case, besides those it may see already (ten at most, the oldest go)."""
    grants = _read(request)
    grants.pop(case.number, None)
    grants[case.number] = [case.access_generation, _now() + HOURS * 3600]
    kept = dict(list(grants.items())[-_MOST:])
    response.set_cookie(
        _COOKIE,
        signing.dumps(kept, salt=_salt(request), compress=True),
        httponly=True,
        samesite="Lax",
        secure=settings.RATHAUS_HTTPS,
    )


def granted_case(request: HttpRequest, number: str) -> Case:
    """The case, if this browser opened it with its code before, or its holder is signed in.

    Raises Http404, the same for a foreign number as for none.
    """
    generation, ends = _read(request).get(number, (0, 0))
    by = persona_of(request)
    mine = held_by(by) if by is not None else Q(pk__in=[])
    opened = Q(access_generation=generation) if ends > _now() else Q(pk__in=[])
    found = Case.objects.filter(mine | opened, number=number)
    case: Case | None = found.select_related("unit").first()
    if case is None:
        raise Http404
    return case


def holders_persona(request: HttpRequest, case: Case) -> Persona | None:
    """As whom the request acts on a case: its holder's persona; None for who came with number and code."""
    by = persona_of(request)
    return by if by is not None and by.holder == case.holder else None


def may_look(request: HttpRequest, number: str) -> bool:
    """Whether this browser may see the case, by its cookie or as its holder. At most one query."""
    by = persona_of(request)
    if by is None or is_granted(request, number):
        return is_granted(request, number)
    return bool(Case.objects.filter(held_by(by), number=number).exists())


def may_act(request: HttpRequest, case: Case) -> bool:
    """Whether who looks at a case may answer and take it back: not who may only read in the holder's name."""
    by = holders_persona(request, case)
    return by is None or by.may_apply_for(case.service_key)


def is_granted(request: HttpRequest, number: str) -> bool:
    """Whether the cookie says so; asks no database."""
    return _read(request).get(number, (0, 0))[1] > _now()


def forget_grants(response: HttpResponseBase) -> None:
    response.delete_cookie(_COOKIE)


def _read(request: HttpRequest) -> Grants:
    try:
        found: Any = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_salt(request), max_age=24 * 3600)
    except signing.BadSignature:
        return {}
    return dict(found)


def _salt(request: HttpRequest) -> str:
    """Bound to the municipality: numbers are alike everywhere."""
    municipality: Any = request.municipality  # type: ignore[attr-defined]  # set by the tenancy middleware
    return f"portal.grant.{municipality.pk}"


def _now() -> int:
    return int(clock.now().timestamp())
