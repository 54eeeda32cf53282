"""What the SAML toolkit is told: the provider from its metadata, ourselves from the municipality's host."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from lxml import etree
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from rathaus.accounts.models import Level
from rathaus.tenancy.service import base_url, current_municipality

from .levels import values_from

_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


class WrongMetadata(RuntimeError):
    """RATHAUS_SAML_METADATA doesn't name a provider with its address for redirects and its certificate."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """`acs` is where answers are posted, `entity_id` who we are to the provider. Each host has both."""

    acs: str
    entity_id: str


def endpoints() -> Endpoints:
    base = base_url(current_municipality())
    return Endpoints(
        base + reverse("saml_answer"), settings.RATHAUS_SAML_ENTITY_ID or base + reverse("saml_metadata")
    )


def request_data(**posted: str) -> dict[str, Any]:
    """A request to the address for answers, as the toolkit wants it described; none of it is the browser's word."""
    address = urlsplit(endpoints().acs)
    return {
        "https": "on" if address.scheme == "https" else "off",
        "http_host": address.netloc,
        "script_name": address.path,
        "get_data": {},
        "post_data": posted,
    }


def toolkit_settings(wanted: Level = Level.BASIC) -> OneLogin_Saml2_Settings:
    """Strict: signed assertions of today's algorithms, nothing encrypted, nothing unsolicited."""
    ours = endpoints()
    contexts = [] if settings.RATHAUS_SAML_LEVEL else values_from(wanted, settings.RATHAUS_SAML_LEVELS)
    return OneLogin_Saml2_Settings(
        {
            "strict": True,
            "debug": False,
            "idp": provider_data(settings.RATHAUS_SAML_METADATA),
            "sp": {
                "entityId": ours.entity_id,
                "assertionConsumerService": {"url": ours.acs, "binding": _POST},
                "NameIDFormat": PERSISTENT,
            },
            "security": {
                "wantAssertionsSigned": True,
                "wantAttributeStatement": False,
                "wantNameId": True,
                "allowRepeatAttributeName": True,
                "rejectDeprecatedAlgorithm": True,
                "rejectUnsolicitedResponsesWithInResponseTo": True,
                "allowSingleLabelDomains": True,
                "requestedAuthnContext": contexts or False,
                "requestedAuthnContextComparison": "exact",
            },
        },
        sp_validation_only=True,
    )


@lru_cache(maxsize=4)
def provider_data(path: str) -> dict[str, Any]:
    """The provider as its metadata file describes it; read once in each process. Raises WrongMetadata."""
    try:
        parsed = OneLogin_Saml2_IdPMetadataParser.parse(Path(path).read_bytes(), required_sso_binding=_REDIRECT)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WrongMetadata(f"{path}: {error}") from error
    found: dict[str, Any] = parsed.get("idp", {})
    has_key = found.get("x509cert") or found.get("x509certMulti", {}).get("signing")
    if not (found.get("entityId") and found.get("singleSignOnService", {}).get("url") and has_key):
        raise WrongMetadata(f"{path}: entity id, address for redirects or certificate is missing")
    return found
