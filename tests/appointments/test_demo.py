"""Every municipality of the demo has appointments, and its desk a day to look at."""

from datetime import timedelta

import pytest
from django.conf import settings

from rathaus.appointments.demo import create_demo_bookings
from rathaus.appointments.service import all_counters, figures_of, find_wish, free_times, offerings
from rathaus.core import clock
from rathaus.formengine.service import load_municipalities
from rathaus.runtime.seed import DEMO_MUNICIPALITIES
from rathaus.tenancy.service import Municipality


def test_visits_are_invented_once(town: Municipality) -> None:
    assert create_demo_bookings() > 6
    assert create_demo_bookings() == 0


def test_the_last_weeks_have_figures_to_tell(town: Municipality) -> None:
    create_demo_bookings()
    counters = [counter for counter in all_counters() if counter.office.key == "rathaus"]
    found = figures_of(counters, clock.today() - timedelta(days=27), clock.today())
    assert min(load.percent or 0 for load in found.loads) > 0
    assert sum(missed for _counter, missed, _all in found.no_show) > 0
    assert sum(n for _counter, n, _middle, _tenth in found.waits) > 0
    assert all(row.booking.ends_at <= clock.now() for row in found.rows)


def test_everything_that_is_offered_has_free_times(town: Municipality) -> None:
    for offering in offerings():
        assert free_times(find_wish([offering.key])).starts(), offering.key


@pytest.mark.parametrize("key", [key for key, _name in DEMO_MUNICIPALITIES])
def test_each_municipality_offers_what_its_services_need(key: str) -> None:
    municipality = load_municipalities(settings.DEFINITIONS)[key]
    offered = {offering.service for offering in municipality.appointments.offerings}
    assert {"personalausweis-beantragen", "reisepass-beantragen", "wohnsitz-anmelden", "fuehrungszeugnis"} <= offered
