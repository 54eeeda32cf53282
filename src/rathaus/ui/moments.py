"""Dates and times as people say them."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.core import clock
from rathaus.core.clock import BERLIN

DAYS: tuple[Promise, ...] = (
    gettext_lazy("Montag"),
    gettext_lazy("Dienstag"),
    gettext_lazy("Mittwoch"),
    gettext_lazy("Donnerstag"),
    gettext_lazy("Freitag"),
    gettext_lazy("Samstag"),
    gettext_lazy("Sonntag"),
)


def moment(at: datetime) -> str:
    """`heute, 09:12 Uhr`, `gestern, 14:32 Uhr`, `3. November, 08:05 Uhr`."""
    local = at.astimezone(BERLIN)
    days = (clock.today() - local.date()).days
    day = {0: _("heute"), 1: _("gestern")}.get(days) or date_format(local, day_form(local))
    return _("%(day)s, %(time)s Uhr") % {"day": day, "time": f"{local:%H:%M}"}


def day_words(day: date) -> str:
    """`heute`, `gestern`, `morgen`, `4. Dezember`."""
    words = {0: _("heute"), -1: _("gestern"), 1: _("morgen")}
    return words.get((day - clock.today()).days) or date_format(day, day_form(day))


def day_form(day: date) -> str:
    """The year is said only where it is another one."""
    return "MONTH_DAY_FORMAT" if day.year == clock.today().year else "DATE_FORMAT"
