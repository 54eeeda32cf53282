"""The counting of days against a model that walks through the calendar day by day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.formengine.service import DeliveryRule, RemedyRule
from rathaus.notices.delivery.counting import given_on, objection_until, retrievable_until
from rathaus.notices.delivery.working_days import WorkingDays

DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), date(2060, 12, 31))
locals_ = st.frozensets(days, max_size=3)
states = st.sampled_from(["ST", "BE", "BY"])


def easter(year: int) -> date:
    """Gauss and Lichtenberg; written down again, so that the model shares nothing with the code."""
    a, k = year % 19, year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    og = 21 + d - r
    sz = 7 - (year + year // 4 + 2 - (3 * k + 3) // 4) % 7
    return date(year, 3, 1) + timedelta(days=og + (7 - (og - sz) % 7) - 1)


def is_free_in_sachsen_anhalt(day: date, local: frozenset[date]) -> bool:
    """Weekend or holiday by the Feiertagsgesetz of Sachsen-Anhalt, after 2017."""
    fixed = {(1, 1), (1, 6), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)}
    moving = {easter(day.year) + timedelta(days=n) for n in (-2, 1, 39, 50)}
    return day.weekday() >= 5 or (day.month, day.day) in fixed or day in moving or day in local


def walk(start: date, steps: int) -> date:
    for _ in range(steps):
        start += DAY
    return start


def same_number_later(start: date, months: int) -> date:
    """Walks until the calendar has turned `months` pages, then to the day with the number or the month's end."""
    day, pages = start, 0
    while pages < months:
        day += DAY
        pages += day.day == 1
    while day.day < start.day and (day + DAY).day != 1:
        day += DAY
    return day


def past_free_days(day: date, local: frozenset[date]) -> date:
    while is_free_in_sachsen_anhalt(day, local):
        day += DAY
    return day


def rule(*, days: int, moves: bool) -> DeliveryRule:
    within = {"days": 10, "law": "§", "moves": moves}
    table = {"law": "§", "from": "posting", "days": days, "moves": moves, "otherwise": "letter", "within": within}
    return DeliveryRule.model_validate(table)


@settings(max_examples=300, deadline=None)
@given(event=days, count=st.integers(0, 5), moves=st.booleans(), local=locals_)
def test_the_day_on_which_it_counts_as_given(event: date, count: int, moves: bool, local: frozenset[date]) -> None:
    plain = walk(event, count)
    model = past_free_days(plain, local) if moves else plain
    assert given_on(rule(days=count, moves=moves), event, WorkingDays("ST", local)) == model


@settings(max_examples=300, deadline=None)
@given(notified=days, moves=st.booleans(), local=locals_)
def test_the_last_day_to_retrieve_it(notified: date, moves: bool, local: frozenset[date]) -> None:
    plain = walk(notified, 10)
    model = past_free_days(plain, local) if moves else plain
    assert retrievable_until(rule(days=1, moves=moves), notified, WorkingDays("ST", local)) == model


@settings(max_examples=300, deadline=None)
@given(start=days, taught=st.booleans(), local=locals_)
def test_the_last_day_for_an_objection(start: date, taught: bool, local: frozenset[date]) -> None:
    remedy = RemedyRule(law="§", months=1, untaught_law="§", untaught_months=12)
    model = past_free_days(same_number_later(start, 1 if taught else 12), local)
    assert objection_until(remedy, start, WorkingDays("ST", local), taught=taught) == model
