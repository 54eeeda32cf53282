"""Consent to electronic delivery: asked for by kind, kept as rows, never assumed.

§ 41 (2a) VwVfG and § 122a AO ask for the consent of whoever the notice is meant for. It is given by an act of their
own (a box that isn't ticked beforehand), for one application or, in an account, until it is taken back.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rathaus.accounts.service import Persona
from rathaus.cases.errors import NotAllowed
from rathaus.cases.models import Case, DeliveryConsent, Draft

# The wordings in use, named in each row; another text gets another name.
WORDING = "2026-11"

Kind = DeliveryConsent.Kind


def has_consent(case: Case, kind: str) -> bool:
    """Whether the consent stands today: the newest row decides, of this case's and of its holder's."""
    theirs = Q(case=case)
    if case.holder is not None:
        theirs |= Q(holder=case.holder)
    newest = DeliveryConsent.objects.filter(theirs, kind=kind).order_by("-at", "-id").first()
    return newest is not None and newest.given


def standing_consents(holder: UUID) -> dict[str, DeliveryConsent]:
    """The newest row of each kind that the holder of a postbox ever gave or took back here."""
    rows = DeliveryConsent.objects.filter(holder=holder).order_by("kind", "-at", "-id").distinct("kind")
    return {row.kind: row for row in rows}


def may_consent(by: Persona) -> bool:
    """In their own name, and for an organisation whoever administers it; a power of attorney doesn't reach so far."""
    return by.may_administer


@transaction.atomic
def change_consent(kind: str, *, given: bool, by: Persona) -> DeliveryConsent | None:
    """Give it or take it back for all notices to come; None where it stands so already. Raises NotAllowed.

    What was issued before stays as it was issued: the way of a notice is settled when it is made.
    """
    if not may_consent(by):
        raise NotAllowed
    standing = standing_consents(by.holder).get(kind)
    if (standing is not None and standing.given) == given:
        return None
    return DeliveryConsent.objects.create(
        kind=Kind(kind), given=given, wording=WORDING, holder=by.holder, account=by.account
    )


def consent_with_application(case: Case, draft: Draft, kind: str, *, by: Persona | None) -> None:
    """For this case alone; written in the transaction that submits it."""
    account = by.account if by else None
    DeliveryConsent.objects.create(
        kind=Kind(kind), given=True, wording=WORDING, case=case, account=account, staff_id=draft.staff_id
    )
