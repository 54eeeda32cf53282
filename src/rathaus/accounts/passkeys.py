"""Checking passkeys (WebAuthn Level 3): for which hosts they count, and that each answer belongs to its question.

allauth draws the questions and keeps the keys. What it leaves open is closed here: the origin must be the very host
that is asked, a question is answered once, and an authenticator's counter never goes back.
"""

import struct
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestationObject,
    AuthenticationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
)

from rathaus.tenancy.service import Municipality, platform_origins

from .models import Account

# All that fido2 raises at bytes which are none of its formats.
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error, NotImplementedError)


class PasskeyRefused(Exception):
    """The answer doesn't fit; the logs may know why, the person who sent it needn't."""


def relying_party(host: str) -> str:
    """For which domain a passkey made at this host counts: the platform's, and so all its municipalities.

    Browsers refuse a domain of one word (`localhost`); there it is the host alone. A municipality with a host of its
    own uses the platform's domain too, which `related_origins` allows.
    """
    return settings.RATHAUS_DOMAIN if "." in settings.RATHAUS_DOMAIN else host.partition(":")[0].lower()


def origin(request: HttpRequest) -> str:
    """What a browser at this request's host puts into its answers. The middleware lets only hosts of ours in."""
    scheme = "https" if settings.RATHAUS_HTTPS else "http"
    host = request.META.get("HTTP_HOST", "").partition(":")[0].rstrip(".").lower()
    return f"{scheme}://{host}{settings.RATHAUS_BASE_PORT}"


def related_origins() -> list[str]:
    """Where passkeys of the platform's domain may be used (WebAuthn Level 3, section 5.11), own hosts first.

    Browsers need not honour more than five different names before the public suffix; those of the platform's domain
    count as one, and need no entry to work.
    """
    active = Municipality.objects.filter(is_active=True).order_by("host", "key")
    return [address for municipality in active for address in platform_origins(municipality)]


def check_assertion(request: HttpRequest, response: Any, *, account: Account | None) -> Authenticator:
    """The passkey that answered this session's question; `account` if it is known already. Raises PasskeyRefused."""
    state = _take_state()
    try:
        assertion = AuthenticationResponse.from_dict(response)
        owner = account.pk if account else UUID(websafe_decode(response["response"]["userHandle"]).decode())
        found = _find(owner, assertion.raw_id)
        known = _known(found)
        _refuse_embedded(assertion.response.client_data)
        _server(request).authenticate_complete(state, [known.credential_data], assertion)
    except _UNREADABLE as why:
        raise PasskeyRefused from why
    _advance_counter(found, since=known.counter, answered=assertion.response.authenticator_data.counter)
    return found


def check_registration(request: HttpRequest, response: Any) -> AuthenticatorData:
    """What a new passkey says of itself, if it answers this session's question. Raises PasskeyRefused."""
    state = _take_state()
    try:
        registration = RegistrationResponse.from_dict(response)
        _refuse_embedded(registration.response.client_data)
        made: AuthenticatorData = _server(request).register_complete(state, registration)
        if made.credential_data is None or made.credential_data.credential_id != registration.raw_id:
            raise PasskeyRefused
    except _UNREADABLE as why:
        raise PasskeyRefused from why
    return made


def _take_state() -> Any:
    """A question is answered once, wrong or right."""
    state = auth.get_state()
    auth.clear_state()
    if not state:
        raise PasskeyRefused
    return state


def _server(request: HttpRequest) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(name="Rathaus", id=relying_party(request.META.get("HTTP_HOST", "")))
    expected = origin(request)
    return Fido2Server(entity, verify_origin=lambda given: given == expected)


def _find(owner: UUID, credential_id: bytes) -> Authenticator:
    """Locked, so that two answers with one count cannot both be the next."""
    own = Authenticator.objects.select_related("user").select_for_update(of=("self",))
    for authenticator in own.filter(user_id=owner, type=Authenticator.Type.WEBAUTHN):
        if websafe_decode(authenticator.data["credential"]["rawId"]) == credential_id:
            return authenticator
    raise PasskeyRefused


def _known(found: Authenticator) -> Any:
    """What the passkey said of itself when it was made; allauth's way to it takes ten times as long."""
    attested = found.data["credential"]["response"]["attestationObject"]
    return AttestationObject(websafe_decode(attested)).auth_data


def _refuse_embedded(client_data: CollectedClientData) -> None:
    if client_data.cross_origin:
        raise PasskeyRefused


def _advance_counter(found: Authenticator, *, since: int, answered: int) -> None:
    """Section 7.2, step 22: a count that doesn't rise shows a copy. Most passkeys don't count, and always say 0."""
    known = found.data.get("counter", since)
    if not (known or answered):
        return
    if answered <= known:
        raise PasskeyRefused
    found.data["counter"] = answered
    found.save(update_fields=["data"])
