"""The rule table that is in force in a municipality."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from rathaus.formengine.service import DeliveryChanges, DeliveryTable, changed_table, load_delivery
from rathaus.tenancy.service import Municipality

from .working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class DeliveryLaw:
    """The rules and the working days of one town hall."""

    table: DeliveryTable
    working: WorkingDays


def delivery_law(municipality: Municipality) -> DeliveryLaw:
    """The defaults of definitions/delivery.yaml with what the municipality's settings change."""
    changes = municipality.settings.get("delivery") or {}
    return _law(json.dumps(changes, sort_keys=True), municipality.state)


@cache
def _law(changes: str, state: str) -> DeliveryLaw:
    """Kept for the life of the process: a handful of municipalities, each with one table."""
    table = changed_table(load_delivery(settings.DEFINITIONS), DeliveryChanges.model_validate_json(changes))
    local: frozenset[date] = frozenset(table.holidays)
    return DeliveryLaw(table, WorkingDays(state, local))
