"""Whether somebody is there at an instant."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from rathaus.formengine.service import OpeningRule
from rathaus.tenancy.service import current_municipality

from .closures import closures_between
from .models import Counter, Office
from .opening import open_masks
from .raster import SECONDS, Raster
from .remembering import hours_of

_MOMENT = timedelta(microseconds=1)


def is_open(office: Office, at: datetime, rules: Iterable[dict[str, Any]] = ()) -> bool:
    """By `rules` for the whole office, or else at any of its counters; holidays and closures hold either way.

    Three queries at most.
    """
    closed = closures_between(at, at + _MOMENT).filter(Q(office=None) | Q(office=office), counter=None, staff=None)
    if closed.exists():
        return False
    own = tuple(OpeningRule.model_validate(rule) for rule in rules)
    hours = hours_of(office, current_municipality().state)
    keys = [""] if own else Counter.objects.filter(office=office, is_active=True).values_list("key", flat=True)
    raster = Raster.between(at, at + timedelta(seconds=SECONDS))
    masks = open_masks(replace(hours, rules=own) if own else hours, list(keys), raster, at)
    return any(mask & 1 for mask in masks.values())
