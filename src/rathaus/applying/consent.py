"""The question, before sending, whether the notice may come electronically."""

from dataclasses import dataclass

from django.http import HttpRequest

from rathaus.cases.service import consent_needed, law, standing_consents
from rathaus.formengine.service import DeliveryRule

from .application import Application

CONSENT = "_elektronisch"


@dataclass(frozen=True, slots=True)
class ConsentQuestion:
    """`kind` of the consent. `stands`: given for all notices already, in the account; `ticked`: in this form."""

    kind: str
    rule: DeliveryRule
    stands: bool
    ticked: bool


def consent_question(request: HttpRequest, application: Application) -> ConsentQuestion | None:
    """None where it makes no difference: no electronic way, or no address to tell that a notice waits."""
    definition = application.service.definition
    kind = consent_needed(definition)
    by = application.face.by
    if kind is None or (by is None and not _has_email(application)):
        return None
    standing = standing_consents(by.holder).get(kind) if by is not None else None
    return ConsentQuestion(
        kind,
        law().table.rules[definition.delivery],
        stands=standing is not None and standing.given,
        ticked=CONSENT in request.POST,
    )


def _has_email(application: Application) -> bool:
    applicant = application.service.definition.applicant
    found: object = application.draft.answers
    for key in applicant.email.split(".") if applicant else ():
        found = found.get(key) if isinstance(found, dict) else None
    return bool(found)
