"""Fills the template database of the tests: two real municipalities of the definitions, with the cast as their staff.

Run as `python -m tests.seed`.
"""

import django

django.setup()

from django.conf import settings  # noqa: E402 -- needs the settings

from rathaus.channel.service import grant_demo_rights  # noqa: E402
from rathaus.formengine.service import load_catalogue  # noqa: E402
from rathaus.runtime.seed import seed_municipality  # noqa: E402
from rathaus.tenancy.service import scope  # noqa: E402
from tests import cast  # noqa: E402


def main() -> None:
    known = load_catalogue(settings.DEFINITIONS).municipalities
    for key in ("tangerhuette", "thale"):
        with scope(seed_municipality(known[key])):
            cast.create_staff(key)
            grant_demo_rights()


main()
