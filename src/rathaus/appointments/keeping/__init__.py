"""What the town hall changes about its calendar: opening rules, closures, whole days; and what it learns from it."""

from .access import all_counters, keeps, kept_colleagues, kept_offices
from .closing import (
    ClosureDraft,
    close,
    closures_to_come,
    find_closure,
    lift_closure,
    preview_closure,
    seat_clerk,
)
from .dayoff import PlanChanged, cancel_day, people_to_call, reassign_day
from .figures import Figures, Row, figures_of, share, visits_between
from .hours import RuleChange, change_rules, preview_rules, rules_number
from .placing import DayOff, Placing, plan_day_off
from .preview import Clash, NotSeen, NotYours, Outdated, Preview
from .week import Week, plan_week

__all__ = [
    "Clash",
    "ClosureDraft",
    "DayOff",
    "Figures",
    "NotSeen",
    "NotYours",
    "Outdated",
    "Placing",
    "PlanChanged",
    "Preview",
    "Row",
    "RuleChange",
    "Week",
    "all_counters",
    "cancel_day",
    "change_rules",
    "close",
    "closures_to_come",
    "figures_of",
    "find_closure",
    "keeps",
    "kept_colleagues",
    "kept_offices",
    "lift_closure",
    "people_to_call",
    "plan_day_off",
    "plan_week",
    "preview_closure",
    "preview_rules",
    "reassign_day",
    "rules_number",
    "seat_clerk",
    "share",
    "visits_between",
]
