"""The state accounts that are offered: those that have settings."""

from dataclasses import dataclass

from django.conf import settings

from rathaus.accounts.models import SignInMethod


@dataclass(frozen=True, slots=True)
class Provider:
    """`name` is what the button says: "Mit BundID anmelden"."""

    method: SignInMethod
    name: str


def providers() -> list[Provider]:
    found = []
    if settings.RATHAUS_OIDC_ISSUER:
        found.append(Provider(SignInMethod.OIDC, settings.RATHAUS_OIDC_NAME))
    if settings.RATHAUS_SAML_METADATA:
        found.append(Provider(SignInMethod.SAML, settings.RATHAUS_SAML_NAME))
    return found


def provider_named(method: str) -> Provider | None:
    return next((provider for provider in providers() if provider.method == method), None)
