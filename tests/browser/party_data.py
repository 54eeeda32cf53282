"""Signs the cast in at an installation: prints the key of a session for each address, as JSON.

Run in the environment of that installation: `python -m tests.browser.party_data <address> …`.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 -- needs the settings
from django.test import Client  # noqa: E402

from rathaus.accounts.service import Account  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402
from tests import cast  # noqa: E402
from tests.signing_in import sign_in_session  # noqa: E402

NAMES = {person.email: person.name for person in (cast.ANNA, cast.BILAL, cast.VERA, cast.UWE)}


def session_of(email: str) -> str:
    account = Account.objects.filter(email=email).first()
    client = Client()
    sign_in_session(client, account or Account.objects.create_user(email, name=NAMES[email]))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


with scope(Municipality.objects.get(key="tangerhuette")):
    print(json.dumps({email: session_of(email) for email in sys.argv[1:]}))  # noqa: T201 -- the answer to the caller
