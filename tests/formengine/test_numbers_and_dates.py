"""Numbers and dates as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from rathaus.formengine.fields.base import Wrong
from rathaus.formengine.fields.dates import parse_date
from rathaus.formengine.fields.numbers import parse_number

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1.234,50", "de", "1234.50"),
        ("1234,5", "de", "1234.5"),
        ("1.234", "de", "1234"),
        ("1 234,50", "de", "1234.50"),
        ("12.50", "de", "12.50"),
        ("1,234.50", "de", "1234.50"),
        ("1,234.50", "en", "1234.50"),
        ("1,234", "en", "1234"),
        ("1.234", "en", "1.234"),
        ("12,50", "en", "12.50"),
        ("−3", "de", "-3"),
        ("0", "de", "0"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(typed: str, language: str, value: str) -> None:
    assert parse_number(typed, language) == Decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["drei", "1,2,3", "1e5", "٣", "NaN", "inf", "--1", "0x10", "1" * 50, "½"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed, "de") is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.2.2026", date(2026, 2, 1)),
        ("01.02.26", date(2026, 2, 1)),
        ("24.12.85", date(1985, 12, 24)),
        ("24. Dezember 1985", date(1985, 12, 24)),
        ("3 märz 2026", date(2026, 3, 3)),
        ("1 May 2026", date(2026, 5, 1)),
        ("2026-02-01", date(2026, 2, 1)),
        ("1/2/2026", date(2026, 2, 1)),
        ("01022026", date(2026, 2, 1)),
        ("29.2.2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_in_every_usual_form(typed: str, value: date) -> None:
    assert parse_date(typed, today=TODAY) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("gestern", "date"),
        ("1.2", "date"),
        ("31.2.2026", "date_impossible"),
        ("29.2.2026", "date_impossible"),
        ("1.13.2026", "date_impossible"),
        ("1. Foo 2026", "date_impossible"),
        ("1.1.1700", "date_far"),
        ("1.1.9999", "date_far"),
        ("1.2.2026" + " " * 100 + "x", "date"),
    ],
)
def test_a_wrong_date_says_in_which_way(typed: str, code: str) -> None:
    with pytest.raises(Wrong) as caught:
        parse_date(typed, today=TODAY)
    assert caught.value.code == code


def test_two_digits_of_a_birthday_are_never_in_the_future() -> None:
    assert parse_date("1.1.40", today=TODAY) == date(2040, 1, 1)
    assert parse_date("1.1.40", today=TODAY, past=True) == date(1940, 1, 1)
