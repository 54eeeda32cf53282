"""Worked examples: an event, the day on which the notice counts as given, the last day for an objection."""

from datetime import date

import pytest
from django.conf import settings

from rathaus.formengine.service import RuleKey, load_delivery
from rathaus.notices.delivery.counting import given_on, objection_until, retrievable_until
from rathaus.notices.delivery.working_days import WorkingDays

TABLE = load_delivery(settings.DEFINITIONS)
SACHSEN_ANHALT = WorkingDays("ST")

EXAMPLES: list[tuple[RuleKey, str, str, str]] = [
    # rule, event, given, objection until
    ("retrieval", "2026-12-03", "2026-12-04", "2027-01-04"),
    ("retrieval", "2026-01-31", "2026-02-01", "2026-03-02"),  # given on a Sunday; 1 March is a Sunday
    ("retrieval", "2026-01-30", "2026-01-31", "2026-03-02"),  # no 31 February: the 28th, a Saturday
    ("retrieval", "2028-01-30", "2028-01-31", "2028-02-29"),  # a leap year
    ("retrieval", "2027-12-31", "2028-01-01", "2028-02-01"),
    ("retrieval", "2026-11-23", "2026-11-24", "2026-12-24"),  # Christmas Eve is a working day
    ("retrieval", "2026-11-24", "2026-11-25", "2026-12-28"),  # Christmas Day a Friday, then Saturday, Sunday
    ("retrieval", "2026-12-05", "2026-12-06", "2027-01-07"),  # 6 January is a holiday in Sachsen-Anhalt
    ("retrieval", "2026-09-29", "2026-09-30", "2026-10-30"),
    ("retrieval", "2026-09-30", "2026-10-01", "2026-11-02"),
    ("retrieval", "2028-09-29", "2028-09-30", "2028-10-30"),
    ("retrieval", "2028-08-30", "2028-08-31", "2028-10-02"),  # no 31 September: the 30th, a Saturday
    ("letter", "2026-12-21", "2026-12-25", "2027-01-25"),  # Christmas Day: the presumed day stays
    ("letter", "2024-12-31", "2025-01-03", "2025-02-03"),  # three days until the end of 2024
    ("letter", "2025-01-01", "2025-01-05", "2025-02-05"),
    ("letter", "2026-08-30", "2026-09-03", "2026-10-05"),  # German Unity Day is a Saturday
    ("letter", "2026-03-02", "2026-03-06", "2026-04-07"),  # Easter Monday
    ("tax", "2026-12-21", "2026-12-28", "2027-01-28"),  # for taxes the presumed day moves past Christmas
    ("tax", "2026-03-30", "2026-04-07", "2026-05-07"),  # Good Friday to Easter Monday
    ("tax", "2026-03-29", "2026-04-02", "2026-05-04"),  # Maundy Thursday is no holiday
    ("tax", "2024-12-27", "2024-12-30", "2025-01-30"),
    ("tax_letter", "2026-09-29", "2026-10-05", "2026-11-05"),  # 3 October is a Saturday
    ("mailbox", "2026-12-21", "2026-12-24", "2027-01-25"),
    ("hand", "2026-10-31", "2026-10-31", "2026-11-30"),  # Reformation Day
]


@pytest.mark.parametrize(("rule", "event", "given", "until"), EXAMPLES)
def test_the_dates_that_follow(rule: RuleKey, event: str, given: str, until: str) -> None:
    found = given_on(TABLE.rules[rule], date.fromisoformat(event), SACHSEN_ANHALT)
    assert found.isoformat() == given
    last = objection_until(TABLE.remedies["widerspruch"], found, SACHSEN_ANHALT, taught=True)
    assert last.isoformat() == until


@pytest.mark.parametrize(
    ("notified", "until"),
    [("2026-12-01", "2026-12-11"), ("2026-12-15", "2026-12-28"), ("2026-10-21", "2026-11-02")],
)
def test_ten_days_to_retrieve_it_end_on_a_working_day(notified: str, until: str) -> None:
    last = retrievable_until(TABLE.rules["retrieval"], date.fromisoformat(notified), SACHSEN_ANHALT)
    assert last == date.fromisoformat(until)
    assert retrievable_until(TABLE.rules["tax"], date.fromisoformat(notified), SACHSEN_ANHALT) is None


def test_a_notice_that_tells_of_no_remedy_can_be_objected_to_for_a_year() -> None:
    remedy = TABLE.remedies["widerspruch"]
    leap_day = date(2028, 2, 29)
    assert objection_until(remedy, leap_day, SACHSEN_ANHALT, taught=False) == date(2029, 2, 28)
    assert objection_until(remedy, date(2026, 10, 3), SACHSEN_ANHALT, taught=False) == date(2027, 10, 4)


def test_holidays_are_those_of_the_state_and_of_the_town() -> None:
    epiphany, maundy_thursday, new_years_eve = date(2026, 1, 6), date(2026, 4, 2), date(2026, 12, 31)
    assert [SACHSEN_ANHALT.includes(day) for day in (epiphany, maundy_thursday, new_years_eve)] == [False, True, True]
    assert WorkingDays("BE").includes(epiphany)
    own = WorkingDays("ST", frozenset({maundy_thursday}))
    assert own.on_or_after(maundy_thursday) == date(2026, 4, 7)
