"""Who applied for whom, and whether the town hall has confirmed that they may."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import Membership, StaffMember, find_powers, held_at

from . import rules
from .acting import submission_of
from .errors import NotAllowed, NotPossible
from .models import Case, RepresentationCheck, Submission, TimelineEvent


@dataclass(frozen=True, slots=True)
class Representation:
    """`person` applied for `party`: the names as they were then. `power` is the membership or power of attorney that
    they had; `by_membership` tells which. `ends_on` is its last day, `lasts` whether it holds still.

    `check` is what the town hall has confirmed, if that holds today.
    """

    person: str
    party: str
    power: UUID | None
    by_membership: bool
    lasts: bool
    ends_on: date | None
    check: RepresentationCheck | None


def representation_in(case: Case, timeline: Iterable[TimelineEvent]) -> Representation | None:
    """None where somebody applied for themselves or without an account: that costs no query; else three."""
    sent = submission_of(case)
    if not _for_another(sent):
        return None
    first = (event.data for event in timeline if event.revision == 1 and event.data.get("holder"))
    named: Mapping[str, str] = next(first, {})
    account, holder = sent.account_id, sent.holder
    powers = find_powers(account, holder) if account and holder else []
    power = next((one for one in powers if held_at(one, case.submitted_at)), None)
    return Representation(
        person=named.get("person", ""),
        party=named.get("for", ""),
        power=power.pk if power else None,
        by_membership=isinstance(power, Membership),
        lasts=power is not None and power.ended_at is None and not power.is_over,
        ends_on=power.ends_on if power else None,
        check=confirmations([power.pk]).get(power.pk) if power else None,
    )


def confirmations(powers: Iterable[UUID]) -> dict[UUID, RepresentationCheck]:
    """What this municipality has confirmed of them and holds today, by power. One query."""
    checks = RepresentationCheck.objects.filter(power__in=list(powers)).select_related("staff__account")
    newest = {check.power: check for check in checks.order_by("at", "id")}
    return {power: check for power, check in newest.items() if check.holds}


@transaction.atomic
def confirm_representation(case: Case, *, shown: str, until: date | None, by: StaffMember) -> RepresentationCheck:
    """Note that proof was shown, and which; never a copy of it. It holds here for all that this person sends with
    this power. Raises NotAllowed; NotPossible where nobody was represented or nothing known was shown.
    """
    if shown not in RepresentationCheck.Shown.values:
        raise NotPossible("nothing known was shown")
    return _check(case, by, kind=RepresentationCheck.Kind.CONFIRMED, shown=shown, until=until)


@transaction.atomic
def revoke_representation(case: Case, *, by: StaffMember) -> RepresentationCheck:
    """Take a confirmation back. The representation itself is not the town hall's to end. Raises as above."""
    return _check(case, by, kind=RepresentationCheck.Kind.REVOKED)


def _check(case: Case, by: StaffMember, **what: object) -> RepresentationCheck:
    sent = submission_of(case)
    if sent.account_id is None:
        raise NotPossible("nobody was represented")
    if not rules.may_see(by, case) or rules.is_party(by, case, sent):
        raise NotAllowed
    found = representation_in(case, ())
    if found is None or found.power is None:
        raise NotPossible("nobody was represented")
    return RepresentationCheck.objects.create(power=found.power, account_id=sent.account_id, staff=by, **what)


def _for_another(sent: Submission) -> bool:
    return sent.account_id is not None and sent.holder is not None and sent.holder != sent.account_id
