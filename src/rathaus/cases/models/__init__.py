"""The rows of a case. Where a row is proof, it is append-only and the database refuses to change it."""

from .access import AccessLog, LinkMail, WrongCode
from .acts import (
    Assignment,
    CaseFile,
    Decision,
    InternalNote,
    Notice,
    Query,
    QueryAnswer,
    Submission,
    TimelineEvent,
)
from .case import Case, CaseCounter, Status
from .confirming import Confirmation, Confirmer
from .delivery import DeliveryConsent, DeliveryEvent, PaperDelivery
from .draft import MOST_LINKS, Channel, Draft, DraftFile
from .holding import Adoption, CodeRenewal
from .representing import RepresentationCheck

__all__ = [
    "MOST_LINKS",
    "AccessLog",
    "Adoption",
    "Assignment",
    "Case",
    "CaseCounter",
    "CaseFile",
    "Channel",
    "CodeRenewal",
    "Confirmation",
    "Confirmer",
    "Decision",
    "DeliveryConsent",
    "DeliveryEvent",
    "Draft",
    "DraftFile",
    "InternalNote",
    "LinkMail",
    "Notice",
    "PaperDelivery",
    "Query",
    "QueryAnswer",
    "RepresentationCheck",
    "Status",
    "Submission",
    "TimelineEvent",
    "WrongCode",
]
