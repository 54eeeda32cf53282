"""What still comes between the first proof and being signed in."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login


class SecondStep(AuthenticateStage):  # type: ignore[misc]  # allauth is untyped
    """After a password the second factor, whichever it is. After a code by e-mail or a state account only the app,
    for who set one up.

    A passkey is the quick way in, the code the way for who hasn't got it at hand. It is no second factor: the desk
    and the pages of one's own factors ask for that themselves (`access`).
    """

    def handle(self) -> tuple[Any, bool]:
        account = self.login.user
        if account and did_use_passwordless_login(self.request, account):
            return None, True  # allauth says so too, after one query more
        if account and _came_otherwise(self.request, account) and not _has_app(account):
            return None, True
        response: tuple[Any, bool] = super().handle()
        return response


def _came_otherwise(request: Any, account: Any) -> bool:
    records = get_authentication_records(request, account)
    return bool(records) and records[-1].get("method") in {"code", "oidc", "saml"}


def _has_app(account: Any) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())
