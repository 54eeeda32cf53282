"""Fills a live installation: Anna with a case in her postbox, and sessions of her, of Bilal and of Clara.

Run as `python -m tests.browser.postbox_data` in the environment of the installation; prints the sessions as JSON.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 -- needs the settings
from django.test import Client  # noqa: E402

from rathaus.accounts.service import Account, Persona  # noqa: E402
from rathaus.cases.service import save_answers, start_draft, submit_case  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402
from tests import cast  # noqa: E402
from tests.cases import factories  # noqa: E402
from tests.signing_in import sign_in_session  # noqa: E402


def main() -> dict[str, str]:
    with scope(Municipality.objects.get(key="tangerhuette")):
        anna = Account.objects.create_user(cast.ANNA.email, name=cast.ANNA.name)
        bilal = Account.objects.create_user(cast.BILAL.email, name=cast.BILAL.name)
        return {
            "number": _case(Persona(anna)),
            "anna": _session(anna),
            "bilal": _session(bilal),
            "clara": _session(factories.staff(cast.CLARA).account, second_factor=True),
        }


def _case(holder: Persona) -> str:
    offer = factories.publish_dog()
    draft, _ = start_draft(offer, language="de", by=holder)
    saved = save_answers(draft, factories.dog_answers(offer))
    return submit_case(saved, idempotency_key="einmal", by=holder).case.number


def _session(account: Account, *, second_factor: bool = False) -> str:
    client = Client()
    sign_in_session(client, account, second_factor=second_factor)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
