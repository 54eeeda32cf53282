"""What a person does at the sign-in pages, as a browser would."""

import json
import re
from typing import Any

from django.test import Client

from rathaus.accounts.models import Account
from rathaus.outbox.actions import compose
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import current_municipality
from tests.authenticator import SoftAuthenticator
from tests.cast import Person

ORIGIN = "http://tangerhuette.localhost:8000"
SIGN_UP, SIGN_IN, CODE = "/konto/neu/", "/anmelden/", "/anmelden/code/"
FIRST_PASSKEY, ADD_PASSKEY = "/konto/neu/passkey/", "/anmelden/sicherheit/passkeys/neu/"
PASSKEY = "/anmelden/passkey/"


def last_mail(to: str) -> OutgoingMail:
    found = OutgoingMail.objects.filter(to=to).order_by("-created", "-pk").first()
    assert found is not None
    return found


def text_of(mail: OutgoingMail) -> tuple[str, str]:
    """Subject and body as they are handed to the mail server."""
    composed = compose(mail, current_municipality(), "<test@localhost>")
    return str(composed.subject), str(composed.body)


def mailed_code(to: str) -> str:
    found = re.search(r"^\d{6}$", text_of(last_mail(to))[1], re.MULTILINE)
    assert found is not None
    return found[0]


def signed_in_as(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return Account.objects.get(pk=key).email if key else None


def sign_up(client: Client, person: Person, **more: str) -> Any:
    """Up to the first passkey's page."""
    client.post(SIGN_UP, {"name": person.name, "email": person.email, **more})
    return client.post(CODE, {"code": mailed_code(person.email)})


def sign_in_by_code(client: Client, email: str, **more: str) -> Any:
    client.post(SIGN_IN, {"login": email, **more})
    return client.post(CODE, {"code": mailed_code(email)})


def creation_options(client: Client, page: str = FIRST_PASSKEY) -> Any:
    html = client.get(page).content.decode()
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None, html
    return json.loads(found[1])["creation_options"]


def request_options(client: Client) -> Any:
    return client.get(PASSKEY, headers={"accept": "application/json"}).json()["request_options"]


def add_passkey(client: Client, device: SoftAuthenticator, page: str = FIRST_PASSKEY, **more: str) -> Any:
    answer = device.create(creation_options(client, page))
    return client.post(page, {"credential": json.dumps(answer), "name": "Mein Telefon", "passwordless": "on", **more})


def send_assertion(client: Client, answer: Any, **more: str) -> Any:
    return client.post(PASSKEY, {"credential": json.dumps(answer), **more})


def sign_in_by_passkey(client: Client, device: SoftAuthenticator, **lies: Any) -> Any:
    return send_assertion(client, device.get(request_options(client), **lies))
