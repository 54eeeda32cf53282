"""A button pressed twice does it once. Each control leaves the waiting out, and one of the two gets an error."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError

from rathaus.accounts.service import Account, StaffMember
from rathaus.appointments import busy, subscribing
from rathaus.appointments.models import BusyCalendar, Subscription
from tests import cast
from tests.cases.races import Arena, all_read_first, arena

TWICE = 2


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena("pressed_twice") as made:
        yield made


def connect(_number: int) -> BusyCalendar:
    clara = StaffMember.objects.get(account__email=cast.CLARA.email)
    return busy.connect_calendar(clara, "https://calendar.example.org/clara.ics")


def subscribe(_number: int) -> Subscription:
    clara = Account.objects.get(email=cast.CLARA.email)
    return subscribing.subscribe(clara, clara.pk)


def in_use(town_hall: Arena) -> tuple[int, int]:
    return town_hall.run(
        lambda: (
            BusyCalendar.objects.filter(removed_at=None).count(),
            Subscription.objects.filter(revoked_at=None).count(),
        )
    )


def test_a_calendar_is_connected_and_an_address_made_once(town_hall: Arena) -> None:
    for work, kind in ((connect, BusyCalendar), (subscribe, Subscription)):
        assert {type(result) for result in town_hall.race(TWICE, work)} == {kind}
    assert in_use(town_hall) == (1, 1)


@pytest.mark.parametrize(
    ("work", "module", "before"),
    [(connect, busy, "disconnect_calendar"), (subscribe, subscribing, "revoke_subscription")],
)
def test_control_without_waiting_the_second_fails(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch, work: Any, module: Any, before: str
) -> None:
    monkeypatch.setattr(module, "_one_at_a_time", lambda _who: None)
    monkeypatch.setattr(module, before, all_read_first(getattr(module, before), TWICE))
    assert [type(result) for result in town_hall.race(TWICE, work)].count(IntegrityError) == 1
