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
    case = find_granted(request, number)
    if case is None:
        raise Http404
    return case


def find_granted(request: HttpRequest, number: str) -> Case | None:
    """The same, None instead. Asks no database where nothing could open a case."""
    by = persona_of(request)
    opened, mine = _opened(request, number), None if by is None else held_by(by)
    ways = [way for way in (opened, mine) if way is not None]
    if not ways:
        return None
    found: Case | None = Case.objects.filter(ways[0] | ways[-1], number=number).select_related("unit").first()
    return found


def came_with_code(request: HttpRequest, case: Case) -> bool:
    """Whether this browser opened the case with number and code, whoever is signed in."""
    generation, ends = _read(request).get(case.number, (0, 0))
    return ends > _now() and generation == case.access_generation


def _opened(request: HttpRequest, number: str) -> Q | None:
    generation, ends = _read(request).get(number, (0, 0))
    return Q(access_generation=generation) if ends > _now() else None


def holders_persona(request: HttpRequest, case: Case) -> Persona | None:
    """As whom the request acts on a case: its holder's persona; None for who came with number and code."""
    by = persona_of(request)
    return by if by is not None and by.holder == case.holder else None


def may_act(request: HttpRequest, case: Case) -> bool:
    """Whether who looks at a case may answer and take it back: not who may only read in the holder's name."""
    by = holders_persona(request, case)
    return by is None or by.may_apply_for(case.service_key)


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
