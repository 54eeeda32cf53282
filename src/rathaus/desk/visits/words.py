"""How the desk says what becomes of a visit."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from rathaus.appointments.service import Channel, Status
from rathaus.core import clock

# Word and kind of badge; what marking it is called.
STATUS: dict[str, tuple[Promise, str]] = {
    Status.BOOKED: (gettext_lazy("erwartet"), ""),
    Status.ARRIVED: (gettext_lazy("wartet"), "warning"),
    Status.SERVING: (gettext_lazy("ist dran"), "info"),
    Status.DONE: (gettext_lazy("erledigt"), "success"),
    Status.NO_SHOW: (gettext_lazy("nicht gekommen"), "danger"),
    Status.CANCELLED: (gettext_lazy("abgesagt"), ""),
}
STEP: dict[str, Promise] = {
    Status.ARRIVED: gettext_lazy("Ist da"),
    Status.SERVING: gettext_lazy("Ist dran"),
    Status.DONE: gettext_lazy("Erledigt"),
    Status.NO_SHOW: gettext_lazy("Nicht gekommen"),
    Status.BOOKED: gettext_lazy("Zurücksetzen"),
}
CHANNEL: dict[str, Promise] = {
    Channel.ONLINE: gettext_lazy("online"),
    Channel.PHONE: gettext_lazy("Telefon"),
    Channel.COUNTER: gettext_lazy("Schalter"),
}
EVENT: dict[str, Promise] = {
    "booked": gettext_lazy("Gebucht"),
    "moved": gettext_lazy("Verschoben"),
    "cancelled": gettext_lazy("Abgesagt"),
    "reminded": gettext_lazy("Erinnert"),
    "arrived": gettext_lazy("Ist da"),
    "serving": gettext_lazy("Ist dran"),
    "done": gettext_lazy("Erledigt"),
    "no_show": gettext_lazy("Nicht gekommen"),
    "reopened": gettext_lazy("Zurückgesetzt"),
}
_FAR = timedelta(days=3660)


def read_day(query: QueryDict, name: str = "tag") -> date:
    """The day in an address; today for what is none."""
    try:
        day = date.fromisoformat(query.get(name, ""))
    except ValueError:
        return clock.today()
    return day if abs(day - clock.today()) < _FAR else clock.today()


def day_address(base: str, day: date, *, office: str = "", counter: str = "") -> str:
    pairs = {"tag": "" if day == clock.today() else day.isoformat(), "ort": office, "schalter": counter}
    given = urlencode({key: value for key, value in pairs.items() if value})
    return f"{base}?{given}" if given else base
