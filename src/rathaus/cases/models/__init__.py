"""The rows of a case. Where a row is proof, it is append-only and the database refuses to change it."""

from .access import AccessLog, LinkMail, WrongCode
from .acts import (
    Assignment,
    CaseFile,
    Decision,
    DeliveryEvent,
    InternalNote,
    Notice,
    Query,
    QueryAnswer,
    Submission,
    TimelineEvent,
)
from .case import Case, CaseCounter, Status
from .confirming import Confirmation, Confirmer
from .draft import MOST_LINKS, Channel, Draft, DraftFile
from .representing import RepresentationCheck

__all__ = [
    "MOST_LINKS",
    "AccessLog",
    "Assignment",
    "Case",
    "CaseCounter",
    "CaseFile",
    "Channel",
    "Confirmation",
    "Confirmer",
    "Decision",
    "DeliveryEvent",
    "Draft",
    "DraftFile",
    "InternalNote",
    "LinkMail",
    "Notice",
    "Query",
    "QueryAnswer",
    "RepresentationCheck",
    "Status",
    "Submission",
    "TimelineEvent",
    "WrongCode",
]
