"""Fills an installation's database for the desk's journeys: staff with demo codes, and some dogs.

Run in the environment of that installation: `python -m tests.browser.desk_data <number of cases>`.
"""

import sys

import django

django.setup()

from rathaus.accounts.demo import create_demo_staff  # noqa: E402 -- needs the settings
from rathaus.channel.service import grant_demo_rights  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402
from tests.cases import factories  # noqa: E402


def main(count: int) -> None:
    municipality = Municipality.objects.get(key="tangerhuette")
    with scope(municipality):
        create_demo_staff(municipality)
        grant_demo_rights()
        factories.publish_dog()
        for _ in range(count):
            factories.dog_case()


main(int(sys.argv[1]))
