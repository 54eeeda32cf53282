"""Anna with an account and a case of her own, signed in: prints the key of her session.

Run in the environment of an installation: `python -m tests.browser.signed_in`.
"""

import secrets
import sys

import django

django.setup()

from django.test import Client  # noqa: E402 -- needs the settings

from rathaus.accounts.service import Account, Persona  # noqa: E402
from rathaus.cases.service import submit_case  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402
from tests import cast  # noqa: E402
from tests.cases import factories  # noqa: E402
from tests.signing_in import sign_in_session  # noqa: E402


def main() -> None:
    with scope(Municipality.objects.get(key="tangerhuette")):
        anna = Account.objects.create_user(cast.ANNA.email, name=cast.ANNA.name)
        draft, _ = factories.dog_draft()
        submit_case(draft, idempotency_key=secrets.token_hex(8), by=Persona(anna))
        client = Client(HTTP_HOST="tangerhuette.localhost")
        sign_in_session(client, anna)
        sys.stdout.write(f"{client.session.session_key}\n")


main()
