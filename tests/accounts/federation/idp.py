"""A SAML identity provider: metadata, and responses to our requests, signed truly or told to lie."""

import base64
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree

ISSUER, SSO = "https://idp.example/metadata", "https://idp.example/sso"
SAML, SAMLP = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
NS = {"saml": SAML, "samlp": SAMLP}


def new_pair() -> tuple[bytes, bytes]:
    """Key and certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(9))
    certificate = made.sign(key, hashes.SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, certificate.public_bytes(Encoding.PEM)


PAIR, OTHER_PAIR = new_pair(), new_pair()


def metadata() -> str:
    body = b"".join(PAIR[1].splitlines()[1:-1]).decode()
    return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ISSUER}">
<md:IDPSSODescriptor protocolSupportEnumeration="{SAMLP}"><md:KeyDescriptor use="signing">
<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{body}</ds:X509Certificate>
</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{SSO}"/>
</md:IDPSSODescriptor></md:EntityDescriptor>"""


@dataclass(frozen=True)
class Request:
    """What our AuthnRequest says."""

    id: str
    acs: str
    issuer: str


def read_request(url: str) -> Request:
    packed = parse_qs(urlsplit(url).query)["SAMLRequest"][0]
    root = etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
    issuer = root.findtext("saml:Issuer", namespaces=NS)
    return Request(root.get("ID"), root.get("AssertionConsumerServiceURL"), str(issuer))


@dataclass
class Answer:
    """A response in the making; each field that is None is left out."""

    request: Request
    subject: str = "anna-saml"
    format: str = PERSISTENT
    recipient: str | None = ""
    audience: str | None = ""
    in_response_to: str | None = ""
    issuer: str = ISSUER
    destination: str = ""
    minutes: int | None = 5
    level: str = "http://eidas.europa.eu/LoA/substantial"
    status: str = "urn:oasis:names:tc:SAML:2.0:status:Success"
    attributes: dict[str, str] = field(default_factory=lambda: {"mail": "anna@example.org", "name": "Anna Beispiel"})
    id: str = ""
    signed: str = "assertion"
    pair: tuple[bytes, bytes] = PAIR
    algorithm: Any = xmlsec.Transform.RSA_SHA256
    digest: Any = xmlsec.Transform.SHA256

    def tree(self) -> Any:
        self.id = self.id or f"_{secrets.token_hex(16)}"
        root = etree.fromstring(self._xml())
        if self.signed == "assertion":
            self._sign(root.find("saml:Assertion", NS))
        elif self.signed == "response":
            self._sign(root)
        return root

    def encoded(self) -> str:
        return encode(self.tree())

    def _xml(self) -> str:
        now = datetime.now(UTC)
        stamp = "%Y-%m-%dT%H:%M:%SZ"
        issued = now.strftime(stamp)
        end = "" if self.minutes is None else (now + timedelta(minutes=self.minutes)).strftime(stamp)
        until = f' NotOnOrAfter="{end}"' if end else ""
        recipient = "" if self.recipient is None else f' Recipient="{self.recipient or self.request.acs}"'
        irt = "" if self.in_response_to is None else f' InResponseTo="{self.in_response_to or self.request.id}"'
        audience = (
            ""
            if self.audience is None
            else f"<saml:AudienceRestriction><saml:Audience>{self.audience or self.request.issuer}</saml:Audience>"
            "</saml:AudienceRestriction>"
        )
        attributes = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
            for name, value in self.attributes.items()
        )
        return (
            f'<samlp:Response xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="_{secrets.token_hex(16)}" Version="2.0" '
            f'IssueInstant="{issued}" Destination="{self.destination or self.request.acs}"{irt}>'
            f"<saml:Issuer>{self.issuer}</saml:Issuer>"
            f'<samlp:Status><samlp:StatusCode Value="{self.status}"/></samlp:Status>'
            f'<saml:Assertion ID="{self.id}" Version="2.0" IssueInstant="{issued}">'
            f"<saml:Issuer>{self.issuer}</saml:Issuer><saml:Subject>"
            f'<saml:NameID Format="{self.format}">{self.subject}</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f"<saml:SubjectConfirmationData{until}{recipient}{irt}/></saml:SubjectConfirmation></saml:Subject>"
            f"<saml:Conditions{until}>{audience}</saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{issued}"><saml:AuthnContext>'
            f"<saml:AuthnContextClassRef>{self.level}</saml:AuthnContextClassRef></saml:AuthnContext>"
            f"</saml:AuthnStatement><saml:AttributeStatement>{attributes}</saml:AttributeStatement>"
            "</saml:Assertion></samlp:Response>"
        )

    def _sign(self, element: Any) -> None:
        key = xmlsec.Key.from_memory(self.pair[0], xmlsec.KeyFormat.PEM)
        key.load_cert_from_memory(self.pair[1], xmlsec.KeyFormat.PEM)
        signature = xmlsec.template.create(element, xmlsec.Transform.EXCL_C14N, self.algorithm, ns="ds")
        element.insert(1, signature)
        reference = xmlsec.template.add_reference(signature, self.digest, uri=f"#{element.get('ID')}")
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
        context = xmlsec.SignatureContext()
        context.key = key
        xmlsec.tree.add_ids(element, ["ID"])
        context.sign(signature)


def encode(root: Any) -> str:
    return base64.b64encode(etree.tostring(root)).decode()
