"""Every municipality of the demo has appointments, and its desk a day to look at."""

import pytest
from django.conf import settings

from rathaus.appointments.demo import create_demo_bookings
from rathaus.appointments.service import find_wish, free_times, offerings
from rathaus.formengine.service import load_municipalities
from rathaus.runtime.seed import DEMO_MUNICIPALITIES
from rathaus.tenancy.service import Municipality


def test_visits_are_invented_once(town: Municipality) -> None:
    assert create_demo_bookings() > 6
    assert create_demo_bookings() == 0


def test_everything_that_is_offered_has_free_times(town: Municipality) -> None:
    for offering in offerings():
        assert free_times(find_wish([offering.key])).starts(), offering.key


@pytest.mark.parametrize("key", [key for key, _name in DEMO_MUNICIPALITIES])
def test_each_municipality_offers_what_its_services_need(key: str) -> None:
    municipality = load_municipalities(settings.DEFINITIONS)[key]
    offered = {offering.service for offering in municipality.appointments.offerings}
    assert {"personalausweis-beantragen", "reisepass-beantragen", "wohnsitz-anmelden", "fuehrungszeugnis"} <= offered
