"""The door of rights: what other apps may import."""

from .erasing import CannotDelete, Plan, delete_account, plan_erasure
from .exporting import KEPT_DAYS, MOST_A_DAY, TooManyExports, archive_of, exports_of, request_export
from .looking import Place, looks_everywhere
from .models import ExportRequest

__all__ = [
    "KEPT_DAYS",
    "MOST_A_DAY",
    "CannotDelete",
    "ExportRequest",
    "Place",
    "Plan",
    "TooManyExports",
    "archive_of",
    "delete_account",
    "exports_of",
    "looks_everywhere",
    "plan_erasure",
    "request_export",
]
