"""When applications for an offer are taken, and how many: its columns, and what holds them true in the database."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db import models

from rathaus.formengine.service import OfferDefinition

_MONTH_DAY = "^(02-(0[1-9]|[12][0-9])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))$"


class LimitPer(models.TextChoices):
    """What a limit counts: the applications of a calendar year, or of one opening."""

    YEAR = "year"
    WINDOW = "window"


class WindowColumns(models.Model):
    """The columns of an offer's window. Days are whole days in Germany; the last ones are still open.

    `season_from` and `season_until` are MM-DD, every year anew; a season may cross New Year.
    """

    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    season_from = models.CharField(max_length=5, blank=True, default="")
    season_until = models.CharField(max_length=5, blank=True, default="")
    limit_count = models.PositiveIntegerField(null=True, blank=True)
    limit_per = models.CharField(max_length=6, choices=LimitPer.choices, blank=True, default="")

    class Meta:
        abstract = True


WINDOW_CONSTRAINTS = [
    models.CheckConstraint(
        condition=models.Q(opens_on__isnull=True)
        | models.Q(closes_on__isnull=True)
        | models.Q(closes_on__gte=models.F("opens_on")),
        name="offer_closes_after_opening",
    ),
    models.CheckConstraint(
        condition=models.Q(season_from="", season_until="")
        | models.Q(season_from__regex=_MONTH_DAY, season_until__regex=_MONTH_DAY),
        name="offer_season_is_two_days",
    ),
    models.CheckConstraint(
        condition=models.Q(limit_count__isnull=True, limit_per="")
        | models.Q(limit_count__gte=1, limit_per__in=LimitPer.values),
        name="offer_limit_is_a_count_per_time",
    ),
]


@dataclass(frozen=True, slots=True)
class Window:
    """The same as one value. Its fields are the names of the columns."""

    opens_on: date | None = None
    closes_on: date | None = None
    season_from: str = ""
    season_until: str = ""
    limit_count: int | None = None
    limit_per: str = ""

    @classmethod
    def of(cls, columns: WindowColumns) -> "Window":
        return cls(**{name: getattr(columns, name) for name in cls.__slots__})

    @classmethod
    def of_definition(cls, offered: OfferDefinition) -> "Window":
        """What services.yaml says of an offer: `opens`, `closes`, `season`, `limit`."""
        season, limit = offered.season, offered.limit
        return cls(
            opens_on=offered.opens,
            closes_on=offered.closes,
            season_from=season.from_ if season else "",
            season_until=season.until if season else "",
            limit_count=limit.count if limit else None,
            limit_per=limit.per if limit else "",
        )

    def write_to(self, columns: WindowColumns) -> None:
        """Set the columns; saving them is the caller's."""
        for name, value in asdict(self).items():
            setattr(columns, name, value)

    def season_on(self, day: date) -> tuple[date, date] | None:
        """First and last day of the season that `day` is in."""
        last = self.last_season(day)
        return last if last and day <= last[1] else None

    def last_season(self, day: date) -> tuple[date, date] | None:
        """The season that began last, over or not."""
        return max((s for s in self._seasons(day.year - 1, day.year) if s[0] <= day), default=None)

    def next_season(self, day: date) -> tuple[date, date] | None:
        """The first season that begins after `day`."""
        return next((s for s in self._seasons(day.year, day.year + 1) if s[0] > day), None)

    def _seasons(self, first: int, last: int) -> Iterator[tuple[date, date]]:
        """Seasons that begin in these years."""
        if not self.season_from:
            return
        crosses = self.season_from > self.season_until
        for year in range(first, last + 1):
            yield _first_day(year, self.season_from), _last_day(year + crosses, self.season_until)


def _first_day(year: int, month_day: str) -> date:
    """29 February begins on 1 March where there is none."""
    return _day(year, month_day) or date(year, 3, 1)


def _last_day(year: int, month_day: str) -> date:
    return _day(year, month_day) or date(year, 2, 28)


def _day(year: int, month_day: str) -> date | None:
    month, day = (int(part) for part in month_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return None
