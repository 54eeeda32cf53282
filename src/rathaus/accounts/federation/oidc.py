"""OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636, S256)."""

import base64
import hmac
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.cache import cache

from rathaus.accounts.models import Level, SignInMethod

from .claims import Cancelled, Claims, ProviderDown, Refused, checked_subject
from .fetching import fetch_json
from .flows import Flow
from .levels import read_level, values_from
from .tokens import verified_claims

_KEPT = 3600  # seconds that what a provider publishes about itself is believed
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LONGEST_NAME, _LONGEST_EMAIL = 200, 254


def discover() -> dict[str, Any]:
    """What the provider publishes about itself (OpenID Connect Discovery 1.0). Raises ProviderDown."""
    issuer = settings.RATHAUS_OIDC_ISSUER
    key = f"oidc:{issuer}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = fetch_json("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer or not all(isinstance(found.get(name), str) for name in _ENDPOINTS):
            raise ProviderDown("discovery doesn't fit")
        cache.set(key, found, _KEPT)
    return found


def authorize_url(flow: Flow, *, redirect_uri: str, wanted: Level) -> str:
    """Where the person is sent. Raises ProviderDown."""
    endpoint = discover()["authorization_endpoint"]
    challenge = base64.urlsafe_b64encode(sha256(flow.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": settings.RATHAUS_OIDC_CLIENT_ID,
        "redirect_uri": redirect_uri,
        "scope": "openid email profile",
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    levels = values_from(wanted, settings.RATHAUS_OIDC_LEVELS)
    if levels:
        query["acr_values"] = " ".join(levels)
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def read_answer(answer: dict[str, str], flow: Flow, *, redirect_uri: str) -> Claims:
    """Who has signed in, from the parameters with which the provider sent the browser back.

    Raises Cancelled, Refused, ProviderDown.
    """
    if answer.get("iss", settings.RATHAUS_OIDC_ISSUER) != settings.RATHAUS_OIDC_ISSUER:  # RFC 9207
        raise Refused("issuer of the answer")
    if "error" in answer:
        raise Cancelled("provider's error")
    if not answer.get("code"):
        raise Refused("no code")
    token = _exchange(answer["code"], flow, redirect_uri)
    said = verified_claims(str(token.get("id_token", "")), keys_url=discover()["jwks_uri"])
    if not hmac.compare_digest(str(said.get("nonce", "")).encode(), flow.nonce.encode()):
        raise Refused("nonce")
    return _claims(said, _contact(said, token))


def _exchange(code: str, flow: Flow, redirect_uri: str) -> dict[str, Any]:
    config = discover()
    client, secret = settings.RATHAUS_OIDC_CLIENT_ID, settings.RATHAUS_OIDC_CLIENT_SECRET
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": flow.verifier,
    }
    methods = config.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        # RFC 6749 section 2.3.1: both are form-encoded before they are put together
        return fetch_json("POST", config["token_endpoint"], data=form, auth=(quote(client, ""), quote(secret, "")))
    return fetch_json("POST", config["token_endpoint"], data={**form, "client_id": client, "client_secret": secret})


def _contact(said: dict[str, Any], token: dict[str, Any]) -> dict[str, Any]:
    """Name and e-mail address: from the token, or from the provider's page about the person, where it is the same."""
    endpoint = discover().get("userinfo_endpoint")
    if "email" in said or not endpoint or not token.get("access_token"):
        return said
    found = fetch_json("GET", endpoint, headers={"Authorization": f"Bearer {token['access_token']}"})
    if found.get("sub") != said["sub"]:
        raise Refused("another person's details")
    return found


def _claims(said: dict[str, Any], contact: dict[str, Any]) -> Claims:
    """The level comes from the signed token alone."""
    email, name = contact.get("email"), contact.get("name")
    address = email.strip().lower() if isinstance(email, str) and len(email) <= _LONGEST_EMAIL else ""
    return Claims(
        method=SignInMethod.OIDC,
        issuer=said["iss"],
        subject=checked_subject(said["sub"]),
        level=read_level(said.get(settings.RATHAUS_OIDC_LEVEL_CLAIM), settings.RATHAUS_OIDC_LEVELS),
        email=address,
        email_verified=bool(address) and contact.get("email_verified") is True,
        name=name.strip()[:_LONGEST_NAME] if isinstance(name, str) else "",
    )
