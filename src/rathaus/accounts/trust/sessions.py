"""The trust level of the running session: that of the sign-in that opened or raised it."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.db import transaction
from django.http import HttpRequest

from rathaus.accounts.models import Account, Level, SignIn, SignInMethod

from .checking import checked_here

_KEY = "trust"
_FEDERATED = {SignInMethod.OIDC.value, SignInMethod.SAML.value}


def level_of(request: HttpRequest) -> Level:
    """How sure it is here and now who sends this request.

    The session's level, or `substantial` where this town hall has seen an identity document of the account and that
    still counts. One query where the session alone says less.
    """
    account = request.user
    if not isinstance(account, Account):
        return Level.NONE
    level = session_level(request)
    if not level.covers(Level.SUBSTANTIAL) and checked_here(account):
        return Level.SUBSTANTIAL
    return level


def session_level(request: HttpRequest) -> Level:
    """What the sign-in of this session proved; another account's never counts."""
    if not isinstance(request.user, Account):
        return Level.NONE
    kept = request.session.get(_KEY, {})
    return Level(kept["level"]) if kept.get("account") == str(request.user.pk) else Level.BASIC


@transaction.atomic
def record_sign_in(
    request: HttpRequest, account: Account, *, method: SignInMethod, level: Level, issuer: str = ""
) -> SignIn:
    """Note a sign-in; from now on the session has its level."""
    row = SignIn.objects.create(account=account, method=method, level=level, issuer=issuer)
    request.session[_KEY] = {"account": str(account.pk), "sign_in": str(row.pk), "level": row.level}
    return row


def note_sign_in(sender: Any, request: HttpRequest, user: Account, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal
    """Django says that somebody has signed in; allauth's records of the session say how."""
    record = _latest(get_authentication_records(request, user))
    method = _method(record)
    federated = method in _FEDERATED
    record_sign_in(
        request,
        user,
        method=method,
        level=Level(record["level"]) if federated else Level.BASIC,
        issuer=record["issuer"] if federated else "",
    )


def _latest(records: list[dict[str, Any]]) -> dict[str, Any]:
    """The last step that says who somebody is; a second factor only confirms it."""
    steps = [r for r in records if r.get("method") != "mfa" or r.get("passwordless")]
    return steps[-1] if steps else {}


def _method(record: dict[str, Any]) -> SignInMethod:
    known = record.get("method", "")
    if known == "mfa":
        return SignInMethod.PASSKEY
    return SignInMethod(known) if known in SignInMethod.values else SignInMethod.PASSWORD
