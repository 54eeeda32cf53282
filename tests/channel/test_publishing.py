"""What is told once, by whom, and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from rathaus.channel.models import Dispatch, Publication, PublicationEvent
from rathaus.channel.publishing import publish_due
from rathaus.channel.service import (
    Incomplete,
    Kind,
    NeedsSecondPerson,
    current_statuses,
    current_warnings,
    end,
    find_published,
    publications_ics,
    publish,
    release,
    revise,
)
from rathaus.core import clock
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import MONDAY
from .making import message, staff, tell


def story(publication: Publication) -> list[str]:
    rows = PublicationEvent.objects.filter(publication=publication).order_by("at", "id")
    return list(rows.values_list("kind", flat=True))


def test_pressed_twice_it_is_one_publication_that_goes_out_once(town: Municipality) -> None:
    first = tell(idempotency_key="desk:1")
    second = tell(idempotency_key="desk:1")
    assert first.pk == second.pk
    assert (Publication.objects.count(), Dispatch.objects.count()) == (1, 1)
    assert story(first) == ["written", "published"]


def test_the_database_refuses_the_second_of_a_key_and_of_a_reference(town: Municipality) -> None:
    first = tell(source="oparl", reference="https://rat.example/1")
    for name in ("idempotency_key", "reference"):
        other = Publication.objects.get(pk=first.pk)
        other.pk, other.idempotency_key, other.reference = Publication().pk, "other", "other"
        setattr(other, name, getattr(first, name))
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save(force_insert=True)


def test_a_source_tells_the_same_once_and_changes_it_by_its_reference(town: Municipality) -> None:
    first = tell(source="oparl", reference="https://rat.example/1")
    again = publish(message(source="oparl", reference="https://rat.example/1", title="Anders"))
    assert (again.pk, again.title) == (first.pk, "Das Freibad hat neue Rutschen")
    revise(first, message(title="Sitzung verlegt"))
    revise(first, message(title="Sitzung verlegt"))
    assert [d.kind for d in Dispatch.objects.order_by("number")] == ["first", "correction"]


def test_a_status_goes_away_by_itself_at_its_end(town: Municipality) -> None:
    found = tell(Kind.STATUS, ends_at=MONDAY + timedelta(hours=4))
    assert current_statuses() == [found]
    with clock.freeze(MONDAY + timedelta(hours=4)):
        assert current_statuses() == []


def test_what_is_written_for_later_is_out_when_it_is_due(town: Municipality) -> None:
    found = tell(due_at=MONDAY + timedelta(hours=1))
    assert find_published(found.pk) is None
    assert publish_due() == 0
    with clock.freeze(MONDAY + timedelta(hours=1)):
        assert (publish_due(), publish_due()) == (1, 0)
        assert find_published(found.pk) == found


def test_a_warning_needs_severity_and_end(town: Municipality) -> None:
    for missing in ({"severity": ""}, {"ends_at": None}):
        with pytest.raises(Incomplete):
            tell(Kind.WARNING, **missing)
    found = tell(Kind.WARNING)
    assert current_warnings() == [found]
    end(found)
    assert current_warnings() == []
    assert [d.kind for d in Dispatch.objects.order_by("number")] == ["first", "all_clear"]


class TestTwoPersons:
    @pytest.fixture(autouse=True)
    def _rule(self, town: Municipality) -> None:
        town.settings = {**town.settings, "two_persons": True}

    def test_a_warning_goes_out_when_another_person_releases_it(self) -> None:
        found = tell(Kind.WARNING, by=staff(cast.CLARA))
        assert (current_warnings(), Dispatch.objects.count()) == ([], 0)
        with pytest.raises(NeedsSecondPerson):
            release(found, by=staff(cast.CLARA))
        release(found, by=staff(cast.LEO))
        assert (current_warnings(), Dispatch.objects.count()) == ([found], 1)
        with pytest.raises(NeedsSecondPerson):
            revise(found, message(Kind.WARNING, title="Anders"), by=staff(cast.CLARA))

    def test_the_database_lets_nothing_out_that_the_same_person_released(self) -> None:
        found = tell(Kind.WARNING, by=staff(cast.CLARA))
        for released_by in (None, staff(cast.CLARA)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Publication.objects.filter(pk=found.pk).update(published_at=MONDAY, released_by=released_by)

    def test_news_need_nobody_else(self) -> None:
        assert tell(by=staff(cast.CLARA)).published_at == MONDAY


def test_the_other_municipality_sees_nothing(town: Municipality, thale: Municipality) -> None:
    found = tell(Kind.STATUS, ends_at=MONDAY + timedelta(hours=4))
    with scope(thale):
        assert find_published(found.pk) is None
        assert current_statuses() == []


@pytest.mark.parametrize(
    ("start", "finish", "expected"),
    [  # the night to 28 March 2027 lacks an hour, that to 31 October has one more
        ("2027-03-28T00:30:00+01:00", "2027-03-28T04:00:00+02:00", ("20270327T233000Z", "20270328T020000Z")),
        ("2027-10-31T00:30:00+02:00", "2027-10-31T04:00:00+01:00", ("20271030T223000Z", "20271031T030000Z")),
    ],
)
def test_calendars_get_instants_in_nights_when_the_clocks_change(
    town: Municipality, start: str, finish: str, expected: tuple[str, str]
) -> None:
    found = tell(Kind.EVENT, starts_at=datetime.fromisoformat(start), ends_at=datetime.fromisoformat(finish))
    lines = publications_ics([found], name="x").decode().split("\r\n")
    assert (f"DTSTART:{expected[0]}" in lines, f"DTEND:{expected[1]}" in lines) == (True, True)


@pytest.mark.parametrize(("day", "hours"), [((2027, 3, 28), 23), ((2027, 10, 31), 25)])
def test_a_status_of_the_day_holds_until_midnight_when_the_clocks_change(
    town: Municipality, day: tuple[int, int, int], hours: int
) -> None:
    from rathaus.desk.channel.facility import _times

    midnight = datetime(*day, tzinfo=clock.BERLIN)
    with clock.freeze(midnight):
        assert _times("", "")[1].astimezone(UTC) - midnight.astimezone(UTC) == timedelta(hours=hours)


def test_an_ended_event_is_cancelled_in_calendars_and_keeps_its_uid(town: Municipality) -> None:
    found = tell(Kind.EVENT, starts_at=MONDAY + timedelta(hours=1), ends_at=MONDAY + timedelta(hours=2))
    before = publications_ics([found], name="x").decode()
    after = publications_ics([end(found)], name="x").decode()
    uid = next(line for line in before.split("\r\n") if line.startswith("UID:"))
    assert uid in after
    assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after, "STATUS:CANCELLED" in after) == (True, True, True)
