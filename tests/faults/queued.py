"""Many e-mails that an act decided on, still to be sent: `python -m tests.faults.queued <number>`."""

import sys

import django

django.setup()

from rathaus.core.ids import uuid7  # noqa: E402 -- needs the settings
from rathaus.notifying.service import Kind, News, notify  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402


def main(count: int) -> None:
    with scope(Municipality.objects.get(key="tangerhuette")):
        notify(
            [
                News(f"act:{n}", Kind.PROGRESS, "case_news", uuid7(), {"number": "1"}, address=f"anna{n}@example.org")
                for n in range(count)
            ]
        )


main(int(sys.argv[1]))
