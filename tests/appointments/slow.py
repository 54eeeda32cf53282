"""Free times, said slowly and obviously, five minutes after the other. Shares no code with the fast way."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rathaus.formengine.service import OpeningRule

BERLIN = ZoneInfo("Europe/Berlin")
STEP = timedelta(minutes=5)
NAMES = ["mo", "di", "mi", "do", "fr", "sa", "so"]

Range = tuple[datetime, datetime]


def wall_clock(day: date, at: str) -> datetime:
    """The first instant at which clocks show a time of a day; where they skip it, an hour later on the clock."""
    if at == "24:00":
        return wall_clock(day + timedelta(days=1), "00:00")
    wanted = datetime.combine(day, time.fromisoformat(at))
    for shown in (wanted, wanted + timedelta(hours=1)):
        instant = datetime.combine(day, time(), UTC) - timedelta(hours=3)
        while instant < datetime.combine(day, time(), UTC) + timedelta(hours=27):
            if instant.astimezone(BERLIN).replace(tzinfo=None) == shown:
                return instant
            instant += STEP
    raise AssertionError(f"no clock ever shows {day} {at}")


def nth_of_month(day: date) -> set[int]:
    """Which Tuesday (or whatever it is) of its month, from the front, and -1 if it is the last."""
    same = [date(day.year, day.month, n) for n in range(1, 32) if _is_day(day.year, day.month, n)]
    same = [other for other in same if other.weekday() == day.weekday()]
    return {same.index(day) + 1} | ({-1} if same[-1] == day else set())


def holds_on(rule: OpeningRule, day: date, *, is_holiday: bool) -> bool:
    if rule.dates:
        return day in rule.dates
    if is_holiday or NAMES[day.weekday()] not in rule.days:
        return False
    if (rule.since and day < rule.since) or (rule.until and day > rule.until):
        return False
    if rule.nth and not nth_of_month(day) & set(rule.nth):
        return False
    if rule.weeks > 1:
        assert rule.since is not None
        monday, weeks = day - timedelta(days=day.weekday()), 0
        while monday > rule.since:
            monday, weeks = monday - timedelta(days=7), weeks + 1
        return weeks % rule.weeks == 0
    return True


def opened(
    rules: list[OpeningRule], counter: str, days: list[date], holidays: set[date], now: datetime
) -> list[Range]:
    return [
        span(rule, day)
        for rule in rules
        for day in days
        if (not rule.counters or counter in rule.counters)
        and holds_on(rule, day, is_holiday=day in holidays)
        and is_released(rule, day, now)
    ]


def is_released(rule: OpeningRule, day: date, now: datetime) -> bool:
    if not rule.released:
        return True
    return wall_clock(day - timedelta(days=rule.released.days_before), rule.released.at) <= now


def span(rule: OpeningRule, day: date) -> Range:
    ends_next_day = rule.to != "24:00" and time.fromisoformat(rule.to) <= time.fromisoformat(rule.from_)
    last = day + timedelta(days=1) if ends_next_day else day
    return wall_clock(day, rule.from_), wall_clock(last, rule.to)


def joined(ranges: list[Range]) -> list[Range]:
    """Times that touch or overlap as one, so that a visit may go on from one rule into the next."""
    found: list[Range] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def starts(
    open_ranges: list[Range],
    shut: list[Range],
    first: datetime,
    last: datetime,
    *,
    before: int,
    minutes: int,
    after: int,
    step: int,
) -> Iterator[datetime]:
    """Every start from `first` up to `last` such that each five minutes of the visit are open and nobody's."""
    instant = first
    while instant < last:
        if instant.minute % step == 0:
            moment = instant - timedelta(minutes=before)
            end = instant + timedelta(minutes=minutes + after)
            fits = True
            while moment < end:
                inside = any(a <= moment and moment + STEP <= b for a, b in open_ranges)
                fits = fits and inside and not any(a < moment + STEP and moment < b for a, b in shut)
                moment += STEP
            if fits:
                yield instant
        instant += STEP


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
