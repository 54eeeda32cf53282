"""Gives an installation Anna's account a decided case, a draft and an open case in Thale.

Prints the key of a session in which she has just signed in.

Run in the environment of that installation: `python -m tests.browser.rights_data`.
"""

import sys

import django

django.setup()

from django.test import Client  # noqa: E402 -- needs the settings

from rathaus.tenancy.service import Municipality, scope  # noqa: E402 -- needs the settings
from tests import cast  # noqa: E402
from tests.rights import life  # noqa: E402
from tests.signing_in import sign_in_session  # noqa: E402


def main() -> None:
    with scope(Municipality.objects.get(key="tangerhuette")):
        anna = life.account(cast.ANNA)
        life.decide(life.apply(anna))
        life.begin(anna)
        client = Client()
        sign_in_session(client, anna, second_factor=False)
        sys.stdout.write(client.session.session_key or "")
    with scope(Municipality.objects.get(key="thale")):
        life.apply(anna)


main()
