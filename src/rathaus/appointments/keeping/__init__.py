"""What the town hall changes about its calendar: opening rules, closures, whole days; and what it learns from it."""

from .access import all_counters, keeps, kept_colleagues, kept_offices, seat_clerk
from .closing import (
    ClosureDraft,
    close,
    closures_to_come,
    find_closure,
    lift_closure,
    preview_closure,
)
from .hours import RuleChange, change_rules, preview_rules, rules_number
from .preview import Clash, NotSeen, NotYours, Outdated, Preview

__all__ = [
    "Clash",
    "ClosureDraft",
    "NotSeen",
    "NotYours",
    "Outdated",
    "Preview",
    "RuleChange",
    "all_counters",
    "change_rules",
    "close",
    "closures_to_come",
    "find_closure",
    "keeps",
    "kept_colleagues",
    "kept_offices",
    "lift_closure",
    "preview_closure",
    "preview_rules",
    "rules_number",
    "seat_clerk",
]
