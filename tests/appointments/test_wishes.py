"""Wishes are remembered, and no change is ever overlooked."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rathaus.appointments.models import Closure, Counter, CounterOffering, Offering, Office
from rathaus.appointments.service import NoSuchOffering, find_wish, free_times, offerings_of
from rathaus.tenancy.service import Municipality, scope

from .making import at

pytestmark = pytest.mark.usefixtures("town")


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_the_second_time_costs_one_small_query() -> None:
    wish = find_wish(["wohnsitz"])
    assert _queries(lambda: find_wish(["wohnsitz"])) == 1
    assert find_wish(["wohnsitz"]) is wish
    offerings_of(["wohnsitz"])
    assert _queries(lambda: offerings_of(["wohnsitz"])) == 1


def test_every_change_of_a_place_is_seen_at_once() -> None:
    before = find_wish(["wohnsitz"])
    counter = before.counters[0]
    Counter.objects.filter(pk=counter.pk).update(is_active=False)
    assert counter.pk not in {known.pk for known in find_wish(["wohnsitz"]).counters}
    Counter.objects.filter(pk=counter.pk).update(is_active=True)
    CounterOffering.objects.filter(counter=counter).delete()
    assert counter.pk not in {known.pk for known in find_wish(["wohnsitz"]).counters}
    Offering.objects.filter(key="wohnsitz").update(minutes=55)
    assert find_wish(["wohnsitz"]).length.minutes == 55
    Office.objects.update(is_active=False)
    with pytest.raises(NoSuchOffering):
        find_wish(["wohnsitz"])


def test_a_closure_is_seen_at_once_and_so_is_its_end() -> None:
    wish = find_wish(["wohnsitz"])
    assert at(9) in free_times(wish).starts()
    closure = Closure.objects.create(starts_at=at(8), ends_at=at(12), reason="Personalversammlung")
    assert at(9) not in free_times(wish).starts()
    Closure.objects.filter(pk=closure.pk).update(lifted_at=at(7))
    assert at(9) in free_times(wish).starts()


def test_what_was_rolled_back_is_found_by_nobody() -> None:
    """The stamp is drawn, not counted: the next change would have the same number otherwise."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Offering.objects.filter(key="wohnsitz").update(minutes=55)
        assert find_wish(["wohnsitz"]).length.minutes == 55
        raise ZeroDivisionError
    assert find_wish(["wohnsitz"]).length.minutes != 55
    Offering.objects.filter(key="wohnsitz").update(minutes=35)
    assert find_wish(["wohnsitz"]).length.minutes == 35


def test_another_town_remembers_its_own(town: Municipality, thale: Municipality) -> None:
    here = find_wish(["wohnsitz"])
    with scope(thale):
        there = find_wish(["wohnsitz"])
        Office.objects.update(is_active=False)
    with scope(town):
        assert find_wish(["wohnsitz"]) is here
    assert {counter.pk for counter in here.counters} & {counter.pk for counter in there.counters} == set()
