"""A SAML response: what python3-saml checks, and what it lets pass where an element is simply left out.

The toolkit checks signature, times, issuer, status, and audience, recipient and InResponseTo where they are given. We
want them given, exactly, inside the signed assertion: then nothing around it can change what it was made for.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from onelogin.saml2.response import OneLogin_Saml2_Response

from rathaus.accounts.models import SignInMethod

from .claims import Cancelled, Claims, Refused, checked_subject
from .levels import read_level
from .samlsettings import PERSISTENT, Endpoints, endpoints, request_data, toolkit_settings

_LONGEST = 200_000  # characters of base64; real ones have ten or twenty thousand
_BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
_NS = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion"}
_CANCELLED = ("AuthnFailed", "RequestDenied")
_EMAIL = ("mail", "email", "urn:oid:0.9.2342.19200300.100.1.3")
_NAME = ("name", "displayName", "urn:oid:2.16.840.1.113730.3.1.241")
_LONGEST_NAME, _LONGEST_EMAIL = 200, 254


@dataclass(frozen=True, slots=True)
class Assertion:
    """A checked assertion. `not_on_or_after` as it stands there; `in_response_to` is for the session to compare."""

    id: str
    in_response_to: str
    not_on_or_after: str
    claims: Claims


def read_response(encoded: str) -> Assertion:
    """Everything about a response that can be checked without the session. Raises Cancelled, Refused."""
    if not encoded or len(encoded) > _LONGEST:
        raise Refused("no response")
    response = _parse(encoded)
    if not response.is_valid(request_data(SAMLResponse=encoded)):
        raise _refusal(response)
    element = _only_assertion(response)
    ours = endpoints()
    confirmation = _confirmation(element, ours)
    _check_audience(element, ours)
    return Assertion(
        id=_required(element.get("ID"), "assertion id"),
        in_response_to=_required(confirmation.get("InResponseTo"), "InResponseTo"),
        not_on_or_after=_required(confirmation.get("NotOnOrAfter"), "NotOnOrAfter"),
        claims=_claims(response, element),
    )


def _parse(encoded: str) -> OneLogin_Saml2_Response:
    try:
        return OneLogin_Saml2_Response(toolkit_settings(), encoded)
    except Exception as error:
        raise Refused("not a SAML response") from error


def _refusal(response: OneLogin_Saml2_Response) -> Refused | Cancelled:
    """The toolkit's sentence may quote what was sent, so only its kind is kept."""
    said = str(response.get_error())
    if "status code" in said and any(code in said for code in _CANCELLED):
        return Cancelled("provider's status")
    return Refused("invalid response")


def _only_assertion(response: OneLogin_Saml2_Response) -> Any:
    """The one assertion of the document: with two, the signed one might not be the one that is read."""
    found = response.document.xpath("//saml:Assertion", namespaces=_NS)
    if len(found) != 1 or found[0].getparent() is not response.document:
        raise Refused("not exactly one assertion")
    return found[0]


def _confirmation(element: Any, ours: Endpoints) -> Any:
    """Made for our address, as the answer to a request, with an end (SAML Profiles 4.1.4.2)."""
    found = element.xpath("./saml:Subject/saml:SubjectConfirmation", namespaces=_NS)
    bearers = [c for c in found if c.get("Method") == _BEARER]
    data = bearers[0].xpath("./saml:SubjectConfirmationData", namespaces=_NS) if len(bearers) == 1 else []
    if len(data) != 1 or data[0].get("Recipient") != ours.acs:
        raise Refused("recipient")
    return data[0]


def _check_audience(element: Any, ours: Endpoints) -> None:
    """Each restriction must name us; at least one must be there."""
    restrictions = element.xpath("./saml:Conditions/saml:AudienceRestriction", namespaces=_NS)
    named = [[a.text or "" for a in r.xpath("./saml:Audience", namespaces=_NS)] for r in restrictions]
    if not named or not all(ours.entity_id in audiences for audiences in named):
        raise Refused("audience")


def _claims(response: OneLogin_Saml2_Response, element: Any) -> Claims:
    """An address in SAML comes without a word about whether it is confirmed, so it counts as unconfirmed."""
    attributes: dict[str, list[str]] = {
        **response.get_attributes(), **response.get_friendlyname_attributes()
    }  # fmt: skip
    email = _first(attributes, *_EMAIL).strip().lower()
    return Claims(
        method=SignInMethod.SAML,
        issuer=_required(element.findtext("./saml:Issuer", namespaces=_NS), "issuer"),
        subject=checked_subject(_subject(response, attributes)),
        level=read_level(_level(element, attributes), settings.RATHAUS_SAML_LEVELS),
        email=email if len(email) <= _LONGEST_EMAIL else "",
        name=_first(attributes, *_NAME).strip()[:_LONGEST_NAME],
    )


def _subject(response: OneLogin_Saml2_Response, attributes: dict[str, list[str]]) -> str:
    """The attribute that names a person, where one is set; else a NameID that lasts. A transient one is nobody's."""
    if settings.RATHAUS_SAML_SUBJECT:
        return _first(attributes, settings.RATHAUS_SAML_SUBJECT)
    if response.get_nameid_format() != PERSISTENT:
        raise Refused("NameID doesn't last")
    return str(response.get_nameid() or "")


def _level(element: Any, attributes: dict[str, list[str]]) -> str:
    if settings.RATHAUS_SAML_LEVEL:
        return _first(attributes, settings.RATHAUS_SAML_LEVEL)
    path = "./saml:AuthnStatement/saml:AuthnContext/saml:AuthnContextClassRef"
    return (element.findtext(path, namespaces=_NS) or "").strip()


def _first(attributes: dict[str, list[str]], *names: str) -> str:
    return next((str(attributes[name][0]) for name in names if attributes.get(name)), "")


def _required(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Refused(what)
    return value.strip()
