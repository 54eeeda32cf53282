"""What every page of the desk has around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from rathaus.accounts.service import StaffMember, StaffRequest
from rathaus.postbox.service import count_waiting

_EVERYBODY = tuple(StaffMember.Role)


@dataclass(frozen=True)
class Entry:
    """A line of the rail. `name` is what its pages give as `current`; only `roles` are shown the way."""

    name: str
    address: str
    label: Promise
    icon: str
    shortcut: str
    roles: tuple[StaffMember.Role, ...] = _EVERYBODY


RAIL = (
    Entry("inbox", "desk_inbox", gettext_lazy("Eingang"), "eingang", "g e"),
    Entry("paper", "desk_paper", gettext_lazy("Postversand"), "mail", "g p"),
    Entry("messages", "desk_messages", gettext_lazy("Nachrichten"), "nachricht", "g m"),
    Entry("visits", "desk_visits", gettext_lazy("Termine"), "kalender", "g t"),
    Entry("queue", "desk_queue", gettext_lazy("Aufruf"), "sitzung", "g w"),
    Entry("channel", "desk_channel", gettext_lazy("Meldungen"), "benachrichtigung", "g n"),
    Entry("desk_record", "desk_record", gettext_lazy("Aufnehmen"), "stift", "g a"),
    Entry("desk_internal", "desk_internal", gettext_lazy("Intern"), "person", "g i"),
    Entry("desk_identity", "desk_identity", gettext_lazy("Identität"), "haken-kreis", "g d"),
    Entry("sources", "desk_sources", gettext_lazy("Quellen"), "globus", "g q", (StaffMember.Role.ADMIN,)),
    Entry("keeping", "desk_services", gettext_lazy("Leistungen"), "leistungen", "g l", (StaffMember.Role.ADMIN,)),
    Entry("keys", "desk_keys", gettext_lazy("Schlüssel"), "schluessel", "g s", (StaffMember.Role.ADMIN,)),
)


def desk_page(
    request: StaffRequest,
    template: str,
    context: dict[str, Any],
    *,
    current: str = "",
    counts: Mapping[str, int] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page with the rail. `counts` go beside its lines, where the page knows them without asking.

    Costs a query for how many messages wait, unless `context` has it as `waiting`.
    """
    waiting = context.get("waiting")
    known = {"messages": count_waiting(request.staff) if waiting is None else waiting, **(counts or {})}
    nav = [_line(entry, current, known.get(entry.name, 0)) for entry in RAIL if request.staff.role in entry.roles]
    return render(request, template, {"staff": request.staff, "nav": nav, **context}, status=status)


def _line(entry: Entry, current: str, count: int) -> dict[str, Any]:
    return {
        "url": reverse(entry.address),
        "label": entry.label,
        "icon": entry.icon,
        "shortcut": entry.shortcut,
        "current": entry.name == current,
        "count": count,
    }
