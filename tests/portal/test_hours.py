"""Opening hours in words."""

from datetime import UTC, datetime

from rathaus.portal.hours import now_in_words, week

HOURS = {"di": ["09:00-12:00", "14:00-18:00"], "do": ["09:00-12:00"]}


def said(day: int, hour: int, minute: int = 0) -> tuple[bool, str]:
    """At a time of November 2026 in UTC, one hour behind Berlin; the 24th is a Tuesday."""
    now = now_in_words(HOURS, datetime(2026, 11, day, hour, minute, tzinfo=UTC))
    assert now is not None
    return now.is_open, now.text


def test_open_tells_until_when() -> None:
    assert said(24, 8) == (True, "geöffnet bis 12:00 Uhr")
    assert said(24, 16, 59) == (True, "geöffnet bis 18:00 Uhr")


def test_closed_tells_when_it_opens_next() -> None:
    assert said(24, 11) == (False, "geschlossen, öffnet heute um 14:00 Uhr")
    assert said(24, 17) == (False, "geschlossen, öffnet Donnerstag um 09:00 Uhr")
    assert said(23, 12) == (False, "geschlossen, öffnet morgen um 09:00 Uhr")


def test_without_hours_nothing_is_promised() -> None:
    assert now_in_words({}, datetime(2026, 11, 24, tzinfo=UTC)) is None
    assert now_in_words({"mo": []}, datetime(2026, 11, 24, tzinfo=UTC)) is None


def test_the_week_shows_closed_days_and_marks_today() -> None:
    days = week(HOURS, datetime(2026, 11, 24, 23, 30, tzinfo=UTC))  # Wednesday already in Berlin
    assert [(d.name, d.spans) for d in days][1:3] == [("Dienstag", ("09:00–12:00", "14:00–18:00")), ("Mittwoch", ())]
    assert [d.name for d in days if d.is_today] == ["Mittwoch"]
    assert len(days) == 5
