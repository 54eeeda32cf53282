"""Cases that Clara has just decided, their notices still to be made: `python -m tests.faults.decided <number>`."""

import sys

import django

django.setup()

from rathaus.cases.service import decide_case, take_over  # noqa: E402 -- needs the settings
from rathaus.tenancy.service import Municipality, scope  # noqa: E402
from tests import cast  # noqa: E402
from tests.cases import factories  # noqa: E402


def main(count: int) -> None:
    for _ in range(count):
        with scope(Municipality.objects.get(key="tangerhuette")):
            clara = factories.staff(cast.CLARA)
            case = factories.dog_case()
            take_over(case, by=clara, revision=case.revision)
            case.refresh_from_db()
            decide_case(case, outcome="bestaetigen", reasons="", by=clara, revision=case.revision)


main(int(sys.argv[1]))
