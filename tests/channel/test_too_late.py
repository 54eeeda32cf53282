"""What is over before it goes out goes to nobody."""

from datetime import timedelta

import pytest

from rathaus.channel.models import Dispatch
from rathaus.channel.publishing import publish_due
from rathaus.channel.service import Incomplete, Kind, NotChangeable, release, revise, waiting_for
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast

from .conftest import MONDAY
from .making import message, staff, tell

HOUR = timedelta(hours=1)


def test_a_warning_that_was_over_before_anybody_released_it_goes_to_nobody(town: Municipality) -> None:
    town.settings = {**town.settings, "two_persons": True}
    found = tell(Kind.WARNING, by=staff(cast.CLARA))
    with clock.freeze(MONDAY + 7 * HOUR):
        assert waiting_for(staff(cast.LEO)) == []
        with pytest.raises(NotChangeable):
            release(found, by=staff(cast.LEO))
        revise(found, message(Kind.WARNING, ends_at=MONDAY + 9 * HOUR), by=staff(cast.CLARA))
        assert waiting_for(staff(cast.LEO)) == [found]
        release(found, by=staff(cast.LEO))
    assert Dispatch.objects.count() == 1


def test_what_was_planned_and_is_over_when_its_time_comes_stays_where_it_is(town: Municipality) -> None:
    tell(Kind.STATUS, due_at=MONDAY + HOUR, ends_at=MONDAY + 2 * HOUR)
    with clock.freeze(MONDAY + 3 * HOUR):  # the worker was down meanwhile
        assert publish_due() == 0
    with clock.freeze(MONDAY + HOUR):  # it was up in time
        assert publish_due() == 1


def test_nothing_is_planned_for_a_time_when_it_is_over(town: Municipality) -> None:
    with pytest.raises(Incomplete):
        tell(Kind.STATUS, due_at=MONDAY + 2 * HOUR, ends_at=MONDAY + 2 * HOUR)
