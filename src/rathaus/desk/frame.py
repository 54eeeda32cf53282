"""What every page of the desk has around it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffRequest


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
    return render(request, template, {"staff": request.staff, "nav": [inbox], **context}, status=status)
