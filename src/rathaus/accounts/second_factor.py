"""allauth's hooks for the second factor: secrets encrypted at rest, names that people understand."""

import base64
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

import segno
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rathaus.accounts import passkeys
from rathaus.accounts.models import Account
from rathaus.tenancy.service import current_municipality


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """What allauth asks of us where it draws up questions to passkeys and apps."""

    def encrypt(self, text: str) -> str:
        """TOTP secrets and recovery codes as stored. Another SECRET_KEY makes them unreadable: people enrol anew."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"Rathaus {current_municipality().short_name}"

    def build_totp_svg(self, url: str) -> str:
        image = BytesIO()
        segno.make(url, error="m").save(image, kind="svg", scale=5, border=2, dark="#000", light="#fff")
        return image.getvalue().decode()

    def generate_authenticator_name(self, user: Account, type: str) -> str:  # noqa: A002 -- allauth's signature
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = context.request.META.get("HTTP_HOST", "")
        return {"id": passkeys.relying_party(host), "name": f"Rathaus {current_municipality().short_name}"}


def used_in_session(request: HttpRequest) -> bool:
    """Whether this session was opened or confirmed with a second factor or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def enrolled(account: Account) -> bool:
    return bool(
        Authenticator.objects.filter(user_id=account.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )


def has_code(account: Account) -> bool:
    """Whether there is a factor to type, and not passkeys alone."""
    others = Authenticator.objects.filter(user_id=account.pk).exclude(type=Authenticator.Type.WEBAUTHN)
    return bool(others.exists())


def record_enrolment(request: HttpRequest, type_: str) -> None:
    """Who has just enrolled a factor has shown that they hold it: this session counts as confirmed by it."""
    record_authentication(request, request.user, "mfa", type=type_, reauthenticated=True)


@lru_cache(maxsize=2)
def _cipher(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(b"rathaus.accounts.second_factor:" + secret_key.encode()).digest()))
