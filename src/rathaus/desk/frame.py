"""What every page of the desk has around it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffMember, StaffRequest


def desk_page(
    request: StaffRequest, template: str, context: dict[str, Any], *, current: str = "", status: int = 200
) -> HttpResponse:
    """Render a page with the rail. Entries of the rail exist when what they lead to exists."""
    inbox = {
        "url": "/amt/",
        "label": _("Eingang"),
        "icon": "eingang",
        "shortcut": "g e",
        "current": current == "inbox",
    }
    nav = [inbox, _keeping(current=current == "keeping")] if _is_admin(request) else [inbox]
    return render(request, template, {"staff": request.staff, "nav": nav, **context}, status=status)


def _is_admin(request: StaffRequest) -> bool:
    return request.staff.role == StaffMember.Role.ADMIN


def _keeping(*, current: bool) -> dict[str, Any]:
    """Only administrators keep the services, so nobody else is shown the way."""
    url, label = reverse("desk_services"), _("Leistungen")
    return {"url": url, "label": label, "icon": "leistungen", "shortcut": "g l", "current": current}
