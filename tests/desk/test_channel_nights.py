"""Times typed at the desk for the nights when the clocks change."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from rathaus.channel.models import Publication
from rathaus.channel.service import Kind
from rathaus.core import clock
from tests.appointments.conftest import MONDAY
from tests.channel.making import tell

from .test_channel import FACILITY, NEW, NEWS, STORM, body


@pytest.fixture(autouse=True)
def _monday(settings: Any, asks_what_holds: None) -> Iterator[None]:
    settings.STAFF_IDLE_MINUTES = 10**6
    with clock.freeze(MONDAY):
        yield


def test_a_status_set_in_a_night_when_the_clocks_change(clara: Client) -> None:
    with clock.freeze(datetime(2027, 3, 28, 0, 30, tzinfo=UTC)):  # 1:30
        answer = clara.post(FACILITY, {"stand": "closed", "bis": "02:30"})
        assert (answer.status_code, "gibt es am 28. März 2027 nicht" in body(answer)) == (422, True)
    with clock.freeze(datetime(2027, 10, 31, 0, 40, tzinfo=UTC)):  # 2:40, before the clocks go back
        clara.post(FACILITY, {"stand": "closed", "bis": "02:30"})
    assert Publication.objects.get().ends_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [  # on 28 March 2027 there is no 2:30; on 31 October it comes twice
        ("wann", "2027-03-28T02:30", None),
        ("ende", "2027-03-28T02:30", None),
        ("wann", "2027-03-28T03:00", "2027-03-28T01:00:00+00:00"),
        ("wann", "2027-10-31T02:30", "2027-10-31T00:30:00+00:00"),
        ("ende", "2027-10-31T02:30", "2027-10-31T01:30:00+00:00"),
        ("beginn", "2027-10-31T02:30", "2027-10-31T00:30:00+00:00"),
    ],
)
def test_times_of_the_nights_when_the_clocks_change(
    clara: Client, field: str, typed: str, expected: str | None
) -> None:
    times = {"art": "event", "beginn": "2027-03-27T20:00", "ende": "2027-11-01T20:00", field: typed}
    answer = clara.post(NEW, {**NEWS, **times, "absenden": "ja"})
    if expected is None:
        assert (answer.status_code, "02:30 Uhr gibt es am 28. März 2027 nicht" in body(answer)) == (422, True)
        assert Publication.objects.count() == 0
        return
    found = Publication.objects.get()
    instant = {"wann": found.due_at, "beginn": found.starts_at, "ende": found.ends_at}[field]
    assert instant.astimezone(UTC).isoformat() == expected


def test_a_status_of_a_long_night_holds_through_the_hour_that_comes_twice(clara: Client) -> None:
    with clock.freeze(datetime(2027, 10, 30, 20, 0, tzinfo=UTC)):
        clara.post(NEW, {**NEWS, "art": "status", "ende": "2027-10-31T02:30", "absenden": "ja"})
    holds = []
    for hour, minute in ((0, 31), (1, 29), (1, 30)):  # 2:31 in summer time, 2:29 and 2:30 in winter time
        with clock.freeze(datetime(2027, 10, 31, hour, minute, tzinfo=UTC)):
            holds.append(Publication.objects.get().holds)
    assert holds == [True, True, False]


def test_a_correction_keeps_the_instants_that_nobody_touched(clara: Client) -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # 2:30 in summer time, as a source said it
    found = tell(Kind.WARNING, source="dwd", reference="1", ends_at=first)
    clara.post(f"/amt/meldungen/{found.pk}/korrektur/", {**STORM, "ende": "2027-10-31T02:30"})
    found.refresh_from_db()
    assert (found.title, found.ends_at) == ("Sturm", first)
