"""Warnings above every page, and what holds today on some."""

from typing import Any

from django import template

from rathaus.channel.service import (
    STATUS,
    current_warnings,
    label,
    statuses_of_service,
    warnings_unknown_since,
    when,
    where,
)
from rathaus.portal.channel.listing import row_of

register = template.Library()


@register.inclusion_tag("portal/channel/parts/warnings.html", takes_context=True)
def warnings(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing on the platform's own pages, which belong to no municipality."""
    if not context.get("municipality"):
        return {"warnings": []}
    return {
        "warnings": [
            {
                "publication": row,
                "label": label(row),
                "when": when(row),
                "where": where(row),
                "is_severe": row.severity in {"severe", "extreme"},
            }
            for row in current_warnings()
        ],
        "unknown_since": warnings_unknown_since(),
    }


@register.inclusion_tag("portal/channel/parts/statuses.html")
def service_statuses(key: str) -> dict[str, Any]:
    """What the page of a service has to say about today."""
    return {"statuses": [row_of(row) for row in statuses_of_service(key)]}


@register.filter
def status_word(status: str) -> str:
    return str(STATUS.get(status, ""))
