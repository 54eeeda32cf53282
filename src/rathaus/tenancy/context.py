"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def tenancy(request: HttpRequest) -> dict[str, Any]:
    return {"municipality": getattr(request, "municipality", None), "demo": settings.RATHAUS_DEMO}
