"""How topics fare, as bars and columns, each with its numbers."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.channel.service import figures
from rathaus.desk.frame import desk_page

_HEIGHT, _WIDTH, _GAP = 100, 20, 4


@require_safe
@staff_required
def show_figures(request: StaffRequest) -> HttpResponse:
    found = figures()
    most = max((row.subscribers for row in found.topics), default=0) or 1
    busiest = max(n for _day, n in found.by_day)
    context = {
        "figures": found,
        "rows": [(row, round(100 * row.subscribers / most)) for row in found.topics],
        "days": [
            _column(number, day, n, busiest, number == len(found.by_day) - 1)
            for number, (day, n) in enumerate(found.by_day)
        ],
        "busiest": busiest,
        "chart_width": len(found.by_day) * _WIDTH,
    }
    return desk_page(request, "desk/channel/figures.html", context, current="channel")


def _column(number: int, day: date, n: int, busiest: int, is_last: bool) -> dict[str, Any]:  # noqa: FBT001 -- a fact
    height = round(_HEIGHT * n / busiest) if busiest else 0
    return {
        "day": day,
        "n": n,
        "x": number * _WIDTH,
        "y": _HEIGHT - height,
        "height": height,
        "width": _WIDTH - _GAP,
        "middle": number * _WIDTH + (_WIDTH - _GAP) // (1 if is_last else 2),
        "anchor": "end" if is_last else "middle",  # else it is cut off at the edge
        "is_named": number % 7 == 1,
    }
