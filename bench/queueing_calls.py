"""Calls one number for each line that comes in, and prints when it began and the queue's revision."""

import sys
import time

import django

django.setup()

from rathaus.accounts.service import StaffMember  # noqa: E402 -- needs the settings
from rathaus.queueing.models import Queue, Ticket  # noqa: E402
from rathaus.queueing.service import State, call_next, seat_of  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402


def main(calls: int) -> None:
    town = Municipality.objects.get(key="tangerhuette")
    with scope(town):
        clerk = StaffMember.objects.filter(role=StaffMember.Role.CLERK, unit__key="buergerservice").order_by("id")[0]
    for _ in range(calls):
        sys.stdin.readline()
        began = time.monotonic()
        with scope(town):
            Ticket.objects.filter(state=State.CALLED).update(state=State.DONE)
            seat = seat_of(clerk)
            assert seat is not None
            call_next(seat, by=clerk)
            revision = Queue.objects.values_list("revision", flat=True).get()
        sys.stdout.write(f"{began} {revision}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
