"""Makes accounts, each with a passkey in software, and writes down what the browser of each would send.

Run as `python -m bench.signing_in <count> <origin>` in the environment of an installation; prints the JSON of
`signin.Ready`.
The question to a passkey lies in a session, so that only the post that answers it is left to measure.
"""

import json
import sys
from typing import Any

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402 -- needs the settings
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from fido2.utils import websafe_encode  # noqa: E402
from tests.authenticator import SoftAuthenticator  # noqa: E402

from rathaus.accounts.service import Account  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402

PASSKEYS = 3  # of each account: a telephone, a tablet and a laptop


def prepare(count: int, origin: str) -> list[dict[str, str]]:
    with scope(Municipality.objects.get(key="tangerhuette")):
        return [_one(number, origin) for number in range(count)]


def _one(number: int, origin: str) -> dict[str, str]:
    account = Account.objects.create_user(f"passkey{number}@example.org", name="Passkey", verified=True)
    devices = [SoftAuthenticator(origin) for _ in range(PASSKEYS)]
    asked = {"rp": {"id": "tangerhuette.localhost"}, "user": {"id": websafe_encode(account.pk.hex.encode())}}
    for device in devices:
        made = device.create({"publicKey": {**asked, "challenge": "AA"}})
        Authenticator.objects.create(user=account, type="webauthn", data={"name": "Gerät", "credential": made})
    challenge = websafe_encode(number.to_bytes(32, "big"))
    answer = devices[-1].get({"publicKey": {"rpId": "tangerhuette.localhost", "challenge": challenge}})
    session = SessionStore()
    session[STATE_SESSION_KEY] = {"challenge": challenge, "user_verification": "required"}
    session.create()
    return {"session": str(session.session_key), "credential": json.dumps(answer)}


def main() -> Any:
    return {"cookie": settings.SESSION_COOKIE_NAME, "people": prepare(int(sys.argv[1]), sys.argv[2])}


if __name__ == "__main__":
    print(json.dumps(main()))
