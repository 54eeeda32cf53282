"""Three visits at the first counter of the Rathaus on its next open day, which is printed.

Run in the environment of an installation: `python -m tests.browser.visits_data`.
"""

import django

django.setup()

from datetime import timedelta  # noqa: E402 -- the settings come first

from rathaus.accounts.service import StaffMember  # noqa: E402 -- needs the settings
from rathaus.appointments.service import (  # noqa: E402 -- needs the settings
    Channel,
    Contact,
    Counter,
    bits,
    book_at_desk,
    find_wish,
    free_times,
)
from rathaus.core import clock  # noqa: E402 -- needs the settings
from rathaus.core.clock import BERLIN  # noqa: E402 -- needs the settings
from rathaus.tenancy.service import Municipality, scope  # noqa: E402 -- needs the settings
from tests import cast  # noqa: E402 -- needs the settings

_WHO = ((cast.ANNA, "wohnsitz"), (cast.BILAL, "wohnsitz"), (cast.UWE, "abholung"))


def main() -> None:
    with scope(Municipality.objects.get(key="tangerhuette")):
        clara = StaffMember.objects.get(account__email=cast.CLARA.email)
        counter = Counter.objects.get(office__key="rathaus", key="schalter-1")
        free = free_times(find_wish(["wohnsitz"]), start=clock.today() + timedelta(days=1), by_staff=True)
        starts = [free.raster.instant(bit) for bit in bits(free.counters[counter.pk])]
        day = starts[0].astimezone(BERLIN).date()
        for (person, errand), start in zip(_WHO, starts[::3], strict=False):
            contact = Contact(person.name, email=person.email)
            book_at_desk(find_wish([errand]), start, contact, by=clara, channel=Channel.PHONE, counter=counter.pk)
        print(day)  # noqa: T201 -- what the test reads


main()
