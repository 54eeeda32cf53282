"""The ID token: signed by a key of the provider, for us, and not yet expired (OpenID Connect Core 3.1.3.7).

The signature is always checked, although the specification would let us off after a direct exchange.
"""

from typing import Any

import jwt
from django.conf import settings
from django.core.cache import cache

from .claims import Refused
from .fetching import fetch_json

# Asymmetric ones only: "none" proves nothing, and with HS256 the provider's public key would be the secret.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)  # fmt: skip
_KEPT = 3600
_REFETCH = 60  # seconds between two looks for a key that we don't know
_LEEWAY = 60  # seconds by which clocks may differ


def verified_claims(token: str, *, keys_url: str) -> dict[str, Any]:
    """What the token says. Raises Refused, ProviderDown."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Refused("token") from error
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise Refused("algorithm")
    key = _key(keys_url, header.get("kid"), algorithm)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=[algorithm],
            issuer=settings.RATHAUS_OIDC_ISSUER,
            audience=settings.RATHAUS_OIDC_CLIENT_ID,
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise Refused(type(error).__name__) from error
    _check_authorized_party(claims)
    return claims


def _check_authorized_party(claims: dict[str, Any]) -> None:
    """A token for several is ours only if it says that we asked for it."""
    audience, party = claims["aud"], claims.get("azp")
    several = isinstance(audience, list) and len(audience) > 1
    if (several or party is not None) and party != settings.RATHAUS_OIDC_CLIENT_ID:
        raise Refused("authorized party")


def _key(keys_url: str, kid: object, algorithm: str) -> jwt.PyJWK:
    """The provider's key with this id. One that is new there is looked for once a minute."""
    found = _find(_keys(keys_url), kid)
    if found is None and cache.add(f"oidc-refetch:{keys_url}", 1, _REFETCH):
        found = _find(_keys(keys_url, fresh=True), kid)
    if found is None:
        raise Refused("unknown key")
    if found.get("use", "sig") != "sig" or found.get("alg", algorithm) != algorithm:
        raise Refused("key for something else")
    try:
        return jwt.PyJWK.from_dict(found, algorithm=algorithm)
    except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
        raise Refused("key doesn't fit the algorithm") from error


def _find(keys: list[dict[str, Any]], kid: object) -> dict[str, Any] | None:
    if kid is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.get("kid") == kid), None)


def _keys(url: str, *, fresh: bool = False) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] | None = None if fresh else cache.get(f"oidc-keys:{url}")
    if kept is None:
        published = fetch_json("GET", url).get("keys")
        kept = [key for key in published if isinstance(key, dict)] if isinstance(published, list) else []
        cache.set(f"oidc-keys:{url}", kept, _KEPT)
    return kept
