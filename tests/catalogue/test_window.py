"""When an offer takes applications, and how many."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rathaus.catalogue.models import PlaceCount
from rathaus.catalogue.service import (
    Availability,
    Offer,
    Window,
    availability,
    get_offer,
    give_place_back,
    publish_definitions,
    take_place,
    withdraw_offer,
)
from rathaus.tenancy.service import Municipality, scope

pytestmark = pytest.mark.django_db
DOG = "hund-anmelden"
WINTER = Window(season_from="11-15", season_until="02-29")
SPRING = Window(season_from="03-01", season_until="04-20")
DATES = Window(opens_on=date(2027, 1, 15), closes_on=date(2027, 3, 31))
TWO = Window(limit_count=2, limit_per="year")


def offer_with(window: Window) -> Offer:
    offer = get_offer(DOG)
    assert offer is not None
    window.write_to(offer)
    offer.save()
    return offer


def on(window: Window, day: date) -> tuple[bool, str, date | None, date | None]:
    found = availability(offer_with(window), day)
    return found.open, found.reason, found.opens_on, found.closes_on


@pytest.mark.parametrize(
    ("window", "day", "expected"),
    [
        (Window(), date(2027, 1, 1), (True, "", None, None)),
        (DATES, date(2027, 1, 14), (False, "not_yet", date(2027, 1, 15), None)),
        (DATES, date(2027, 1, 15), (True, "", None, date(2027, 3, 31))),
        (DATES, date(2027, 3, 31), (True, "", None, date(2027, 3, 31))),
        (DATES, date(2027, 4, 1), (False, "closed", None, None)),
        (SPRING, date(2027, 2, 28), (False, "season", date(2027, 3, 1), None)),
        (SPRING, date(2027, 4, 20), (True, "", None, date(2027, 4, 20))),
        (SPRING, date(2027, 4, 21), (False, "season", date(2028, 3, 1), None)),
        (WINTER, date(2026, 11, 14), (False, "season", date(2026, 11, 15), None)),
        (WINTER, date(2026, 12, 31), (True, "", None, date(2027, 2, 28))),
        (WINTER, date(2027, 1, 1), (True, "", None, date(2027, 2, 28))),
        (WINTER, date(2028, 2, 29), (True, "", None, date(2028, 2, 29))),
        (WINTER, date(2027, 3, 1), (False, "season", date(2027, 11, 15), None)),
        (replace(SPRING, opens_on=date(2027, 5, 1)), date(2027, 4, 1), (False, "not_yet", date(2028, 3, 1), None)),
        (replace(SPRING, closes_on=date(2027, 12, 31)), date(2027, 5, 1), (False, "closed", None, None)),
    ],
)
def test_the_window_is_open_from_its_first_to_its_last_day(
    offered: Municipality, window: Window, day: date, expected: tuple[object, ...]
) -> None:
    assert on(window, day) == expected


@pytest.mark.parametrize(
    ("window", "day", "sentence"),
    [
        (SPRING, date(2027, 2, 1), "Sie können diesen Antrag ab dem 1. März 2027 stellen."),
        (DATES, date(2027, 4, 1), "Die Frist für diesen Antrag ist abgelaufen."),
        (DATES, date(2027, 2, 1), "Sie können diesen Antrag bis zum 31. März 2027 stellen."),
        (Window(), date(2027, 2, 1), ""),
    ],
)
def test_the_reason_is_a_sentence_that_says_when(
    offered: Municipality, window: Window, day: date, sentence: str
) -> None:
    assert availability(offer_with(window), day).sentence == sentence


def test_places_are_taken_until_there_is_none_and_anew_next_year(offered: Municipality) -> None:
    offer, day = offer_with(TWO), date(2026, 12, 31)
    assert [take_place(offer, day) for _ in range(3)] == [True, True, False]
    assert availability(offer, day) == Availability(open=False, reason="full")
    assert take_place(offer, date(2027, 1, 1))
    give_place_back(offer, day)
    assert availability(offer, day).open


def test_a_limit_per_window_goes_on_across_new_year(offered: Municipality) -> None:
    offer = offer_with(replace(WINTER, limit_count=1, limit_per="window"))
    assert take_place(offer, date(2026, 12, 31))
    assert not take_place(offer, date(2027, 1, 1))
    assert take_place(offer, date(2027, 11, 15))


def test_a_limit_may_be_raised_and_lowered_while_it_counts(offered: Municipality) -> None:
    offer, day = offer_with(TWO), date(2027, 1, 1)
    assert [take_place(offer, day), take_place(offer, day), take_place(offer, day)] == [True, True, False]
    assert take_place(offer_with(replace(TWO, limit_count=3)), day)
    assert not take_place(offer_with(replace(TWO, limit_count=1)), day)


def test_the_database_holds_count_and_window_true(offered: Municipality) -> None:
    offer, day = offer_with(TWO), date(2027, 1, 1)
    take_place(offer, day)
    with pytest.raises(IntegrityError, match="place_count_within_limit"), transaction.atomic():
        PlaceCount.objects.update(taken=3)
    for wrong in (
        Window(opens_on=date(2027, 2, 1), closes_on=date(2027, 1, 31)),
        Window(season_from="02-30", season_until="04-01"),
        Window(season_from="03-01"),
        Window(limit_count=0, limit_per="year"),
        Window(limit_count=5),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            offer_with(wrong)


def test_a_withdrawn_offer_says_so(offered: Municipality) -> None:
    offer = offer_with(Window())
    withdraw_offer(offer, by=None)
    assert availability(offer).reason == "withdrawn"


def test_the_other_municipality_counts_its_own(offered: Municipality, thale: Municipality) -> None:
    assert take_place(offer_with(TWO), date(2027, 1, 1))
    with scope(thale):
        publish_definitions(thale)
        offer = offer_with(TWO)
        assert PlaceCount.objects.count() == 0
        assert take_place(offer, date(2027, 1, 1))


def test_only_a_limit_costs_a_query(offered: Municipality) -> None:
    for window, queries in ((SPRING, 0), (TWO, 1)):
        offer = offer_with(window)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            availability(offer, date(2027, 3, 1))
        assert len(captured) == queries


def test_publishing_the_definitions_sets_the_window_back_to_theirs(offered: Municipality) -> None:
    offer_with(TWO)
    assert [publication.offer.service_key for publication in publish_definitions(offered)] == [DOG]
    again = get_offer(DOG)
    assert again is not None
    assert Window.of(again) == Window()
