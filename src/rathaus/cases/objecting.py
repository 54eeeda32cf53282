"""The objection (Widerspruch) to a notice: a case of its own, about the one that was decided."""

from typing import Any

from rathaus.accounts.service import Persona
from rathaus.catalogue.service import Offer, compiled, get_offer
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import ServiceDefinition

from .acting import submission_of
from .drafts import start_draft
from .errors import AlreadyObjected, NotPossible
from .models import Case, Draft, Notice

OBJECTION = "widerspruch-einlegen"  # the service that is about notices
_NOT_OPEN = ""


def objection_offer(notice: Notice) -> Offer | None:
    """The service by which one objects to this notice; None where it leaves no such remedy, or not online. One query.

    Late objections are taken too: whether somebody is excused (§ 60 VwGO) is for who decides.
    """
    return get_offer(OBJECTION) if notice.remedy != _NOT_OPEN else None


def objection_to(case: Case) -> Case | None:
    """The objection to a case's notice; there is one at most."""
    found: Case | None = Case.objects.filter(about=case).first()
    return found


def start_objection(notice: Notice, *, language: str, by: Persona | None = None) -> tuple[Draft, str]:
    """A draft of the objection, filled in from the notice and what its applicant said of themselves; and its token.

    Raises AlreadyObjected, NotPossible, NotAvailable.
    """
    case, offer = notice.case, objection_offer(notice)
    if offer is None:
        raise NotPossible("this notice leaves no objection here")
    if objection_to(case) is not None:
        raise AlreadyObjected(case)
    answers = _answers(notice, compiled(offer.current_version).definition)
    return start_draft(offer, language=language, answers=answers, by=by, about=case)


def refuse_second(draft: Draft) -> None:
    """Of parallel objections to one notice the first counts; the others wait here for its commit."""
    if draft.about_id is not None:
        decided = Case.objects.select_for_update(of=("self",)).get(pk=draft.about_id)
        if objection_to(decided) is not None:
            raise AlreadyObjected(decided)


def _answers(notice: Notice, wanted: ServiceDefinition) -> dict[str, Any]:
    case = notice.case
    said = submission_of(case).answers
    then, now = compiled(case.version_id).definition.applicant, wanted.applicant
    about_them: dict[str, Any] = {}
    for part in ("person", "address", "email"):
        source, target = getattr(then, part, None), getattr(now, part, None)
        if source in said and target:
            about_them[target] = said[source]
    issued = notice.at.astimezone(BERLIN).date().isoformat()
    return {**about_them, "bescheid": notice.title, "vorgang": case.number, "bescheid_vom": issued}
