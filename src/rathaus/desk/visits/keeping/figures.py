"""Charts of load, absence, waiting and booking, each with its numbers; and the visits as a table without names."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import Row, figures_of, share, visible_counters, visits_between
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.desk.frame import desk_page
from rathaus.desk.keeping.registercsv import table_response
from rathaus.desk.visits.words import CHANNEL, STATUS
from rathaus.ui.moments import DAYS

_DEFAULT = timedelta(days=27)
_MOST = timedelta(days=366)
_HEIGHT, _WIDTH, _GAP = 100, 20, 4
_MARKS = ("arrived", "serving", "done")
_COLUMNS = (
    "Tag", "Beginn", "Ende", "Standort", "Schalter", "Anliegen", "Personen", "Weg", "Stand", "Gebucht am",
    "Da um", "Dran um", "Fertig um", "Gewartet (Minuten)",
)  # fmt: skip


@require_safe
@staff_required
def show_figures(request: StaffRequest) -> HttpResponse:
    counters, (first, last) = list(visible_counters(request.staff)), _period(request)
    found = figures_of(counters, first, last)
    most = max(found.booked_at)
    context = {
        "first": first,
        "last": last,
        "total": len(found.rows),
        "weekdays": DAYS,
        "loads": [(load, _bar(load.percent)) for load in found.loads],
        "missed": [(c, missed, of, _bar(share(missed, of))) for c, missed, of in found.no_show if of],
        "waits": [wait for wait in found.waits if wait[1]],
        "hours": [_column(hour, n, most) for hour, n in enumerate(found.booked_at)],
        "most": most,
        "chart_width": len(found.booked_at) * _WIDTH,
        "csv_url": f"{reverse('desk_figures_csv')}?von={first.isoformat()}&bis={last.isoformat()}",
    }
    return desk_page(request, "desk/visits/keeping/figures.html", context, current="visits")


@require_safe
@staff_required
def download_figures(request: StaffRequest) -> HttpResponse:
    """As table programs in Germany open it. No cell can become a formula."""
    counters, (first, last) = list(visible_counters(request.staff)), _period(request)
    rows = map(_cells, visits_between(counters, first, last))
    return table_response(f"termine-{first}-{last}", _COLUMNS, rows)


def _cells(row: Row) -> list[str]:
    booking = row.booking
    start, end = booking.starts_at.astimezone(BERLIN), booking.ends_at.astimezone(BERLIN)
    marks = [row.marks[kind].astimezone(BERLIN).strftime("%H:%M") if kind in row.marks else "" for kind in _MARKS]
    return [
        f"{start:%d.%m.%Y}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        booking.office.name,
        booking.counter.name,
        booking.title,
        str(booking.people),
        str(CHANNEL[booking.channel]),
        str(STATUS[booking.status][0]),
        f"{booking.created_at.astimezone(BERLIN):%d.%m.%Y %H:%M}",
        *marks,
        "" if row.waited is None else str(row.waited),
    ]


def _period(request: StaffRequest) -> tuple[date, date]:
    """Four weeks up to today, unless the address says which; a year at most."""
    today = clock.today()
    try:
        first = date.fromisoformat(request.GET.get("von", ""))
        last = date.fromisoformat(request.GET.get("bis", ""))
    except ValueError:
        return today - _DEFAULT, today
    is_sane = timedelta(0) <= last - first <= _MOST and abs(first - today) < 10 * _MOST
    return (first, last) if is_sane else (today - _DEFAULT, today)


def _bar(percent: int | None) -> dict[str, Any]:
    text = "–" if percent is None else _("%(n)s Prozent") % {"n": percent}
    return {"bar": min(100, percent or 0), "text": text}


def _column(hour: int, n: int, most: int) -> dict[str, int]:
    height = round(_HEIGHT * n / most) if most else 0
    return {
        "hour": hour,
        "n": n,
        "x": hour * _WIDTH,
        "y": _HEIGHT - height,
        "height": height,
        "width": _WIDTH - _GAP,
        "middle": hour * _WIDTH + (_WIDTH - _GAP) // 2,
    }
