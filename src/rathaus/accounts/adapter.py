"""How allauth signs people in here: sign-up is ours, e-mails go through our outbox, limits lock nobody out."""

from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from rathaus.accounts.models import Account, StaffMember
from rathaus.outbox.service import Kind, send_mail
from rathaus.tenancy.service import base_url, current_municipality

# allauth's template prefixes → our mails. What is not listed is not sent.
_MAILS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/unknown_account": "password_no_account",
    "account/email/password_changed": "security_changed",
    "account/email/password_reset": "security_changed",
    "mfa/email/totp_activated": "security_changed",
    "mfa/email/totp_deactivated": "security_changed",
    "mfa/email/webauthn_added": "security_changed",
    "mfa/email/webauthn_removed": "security_changed",
    "mfa/email/recovery_codes_generated": "security_changed",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """allauth's hooks for sign-in with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False  # allauth's own page; ours is `entering.sign_up`

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where to go who named no place: staff of this town hall to the desk, everybody else to their account."""
        return settings.LOGIN_REDIRECT_URL if works_here(request.user) else account_home()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_login_stages(self) -> list[str]:
        stages: list[str] = super().get_login_stages()
        ours = {"allauth.mfa.stages.AuthenticateStage": "rathaus.accounts.stages.SecondStep"}
        return [ours.get(stage, stage) for stage in stages]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a job instead of speaking SMTP in the request. The link is all that an e-mail says about anybody."""
        template = _MAILS.get(template_prefix)
        if template is None:
            return
        # not the request's host: whoever asks for somebody else's link could choose the port it leads to
        path = urlsplit(context.get("password_reset_url", "")).path or reverse("mfa_index")
        link = base_url(current_municipality()) + path
        once = f"{template_prefix}:{email}:{link}:{context.get('timestamp', '')}"
        send_mail(
            key=f"accounts:{sha256(once.encode()).hexdigest()}",
            to=email,
            template=template,
            context={"link": link},
            kind=Kind.SECURITY if template == "security_changed" else Kind.REQUESTED,
        )

    def reauthenticate(self, user: Account, password: str) -> bool:
        """By the account's own address."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed passwords count per address and sender: a stranger who guesses cannot lock the owner out."""
        return f"{get_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"


def account_home() -> str:
    """The page of one's own account."""
    try:
        return reverse("account_home")
    except NoReverseMatch:  # an installation may leave that page out
        return reverse("mfa_index")


def works_here(account: Any) -> bool:
    """Whether somebody has a place in the town hall of this host; asks the database where it isn't known yet."""
    if not isinstance(account, Account):
        return False
    return account.staff_here is not None or StaffMember.objects.filter(account=account, is_active=True).exists()
