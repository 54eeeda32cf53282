"""Several applicants: each confirms by a link of their own, and then the town hall gets the case, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from rathaus.catalogue.service import Offer, give_place_back
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import SummaryPage
from rathaus.outbox.service import Mail, NotWanted, completes_mail, send_mails
from rathaus.tenancy.service import base_url, current_municipality

from .acting import Acting, begin_as_applicant, begin_as_system, finish, pinned, state_of
from .applicant import read_applicant
from .codes import code_hash, link_code
from .deadlines import due_on
from .effects import is_silent
from .errors import AlreadyAnswered, NotPossible
from .looking import note_look
from .models import Case, Confirmation, Confirmer, Status, TimelineEvent
from .process import Act, Pinned, step
from .titles import case_title

CONFIRM_DAYS = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """What one of the people has said so far: `agrees` is None while they have not."""

    name: str
    agrees: bool | None
    at: datetime | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ConfirmationPage:
    """What somebody reads before they confirm: what was filled in, by whom, and until when they have time."""

    title: str
    applicant: str
    answers: tuple[SummaryPage, ...]
    until: date


def hand_round(case: Case, sent: Pinned) -> None:
    """Note who must confirm, and ask them: all at once, or in their order. In the submit's transaction."""
    confirmers = [
        Confirmer(
            case=case, position=position, name=found.name[:300], email=found.email, address=found.email.casefold()
        )
        for position, found in enumerate(sent.service.form.confirmers(sent.answers, sent.context), 1)
    ]
    for confirmer in confirmers:
        confirmer.code_hash = code_hash(confirmation_code(confirmer))
    Confirmer.objects.bulk_create(confirmers)
    _ask(case, confirmers[:1] if _in_order(sent) else confirmers)


def confirmation_code(confirmer: Confirmer) -> str:
    """The code of their link: goes to their address, and is shown to nobody else."""
    return link_code("confirmation", confirmer.pk)


def find_confirmer(code: str) -> Confirmer | None:
    """Whose link this is, with the case; also after they have answered or the case has ended."""
    asked = Confirmer.objects.filter(code_hash=code_hash(code), asked_at__isnull=False)
    return asked.select_related("case__unit").first()


def may_answer(confirmer: Confirmer) -> bool:
    """Whether the application still waits for this person."""
    waits = confirmer.case.status == Status.INITIATED and clock.now() < _ends(confirmer)
    return waits and not Confirmation.objects.filter(confirmer=confirmer).exists()


def confirmation_page(confirmer: Confirmer) -> ConfirmationPage:
    """What they are asked to confirm, logged as a look. Nothing of it can be changed here."""
    note_look(confirmer.case, by=None)
    sent = pinned(confirmer.case)
    return ConfirmationPage(
        title=case_title(confirmer.case, sent.context.language),
        applicant=read_applicant(sent.service.definition, sent.answers).name,
        answers=sent.service.form.summary(sent.answers, sent.context),
        until=_until(confirmer),
    )


def standings(case: Case) -> tuple[Standing, ...]:
    """Who must confirm, in their order, and what they said."""
    said = {found.confirmer_id: found for found in Confirmation.objects.filter(case=case)}
    return tuple(
        Standing(
            confirmer.name,
            agrees=said[confirmer.pk].agrees if confirmer.pk in said else None,
            at=said[confirmer.pk].at if confirmer.pk in said else None,
            is_asked=confirmer.asked_at is not None,
        )
        for confirmer in Confirmer.objects.filter(case=case).order_by("position")
    )


@transaction.atomic
def confirm(confirmer: Confirmer) -> Case:
    """They agree; the last of them hands the case to the town hall. Raises AlreadyAnswered, NotPossible."""
    acting = _begin(confirmer, Act.CONFIRM)
    _answer(acting, confirmer, agrees=True)
    case = finish(acting, public=True, data={"by": confirmer.name})
    missing = list(Confirmer.objects.filter(case=case, confirmation=None).order_by("position"))
    if not missing:
        return _hand_over(case, acting.pinned)
    if _in_order(acting.pinned):
        _ask(case, [found for found in missing[:1] if found.asked_at is None])
    return case


@transaction.atomic
def decline(confirmer: Confirmer) -> Case:
    """They don't agree: the case ends, and its applicant is told. Raises AlreadyAnswered, NotPossible."""
    acting = _begin(confirmer, Act.DECLINE)
    _answer(acting, confirmer, agrees=False)
    free_place(acting.case)
    return finish(acting, public=True, data={"by": confirmer.name})


def lapse_unconfirmed() -> int:
    """End the cases that wait for somebody who was asked 30 days ago; returns how many.

    Of the scope's municipality.
    """
    too_late = Confirmer.objects.filter(
        asked_at__lte=clock.now() - timedelta(days=CONFIRM_DAYS), confirmation=None, case__status=Status.INITIATED
    )
    cases = {confirmer.case_id: confirmer.case for confirmer in too_late.select_related("case")}
    return sum(_lapse(case) for case in cases.values())


@transaction.atomic
def _lapse(case: Case) -> bool:
    try:
        acting = begin_as_system(case, Act.LAPSE)
    except NotPossible:  # the last confirmation came while we waited for the case
        return False
    free_place(acting.case)
    finish(acting, public=True)
    return True


def _begin(confirmer: Confirmer, act: Act) -> Acting:
    """Parallel answers wait here for the case, so each sees those before it."""
    acting = begin_as_applicant(confirmer.case, act)
    acting.actor = TimelineEvent.Actor.CONFIRMER
    if confirmer.asked_at is None or clock.now() >= _ends(confirmer):
        raise NotPossible("not asked, or too late")
    if Confirmation.objects.filter(confirmer=confirmer).exists():
        raise AlreadyAnswered
    return acting


def _answer(acting: Acting, confirmer: Confirmer, *, agrees: bool) -> None:
    Confirmation.objects.create(case=acting.case, revision=acting.revision, confirmer=confirmer, agrees=agrees)


def _hand_over(case: Case, sent: Pinned) -> Case:
    """From here on it is a case like any other: sent by the applicant, received by the town hall."""
    case.withheld, case.due_on = False, due_on(sent)
    actors = TimelineEvent.Actor
    for act, role, actor in ((Act.SUBMIT, "applicant", actors.APPLICANT), (Act.RECEIVE, "system", actors.SYSTEM)):
        taken = step(sent, state_of(case), act, by=(role,))  # type: ignore[arg-type]  # the two literals above
        case = finish(Acting(case, sent, taken, actor), public=True)
    return case


def free_place(case: Case) -> None:
    """Of a limited offer: this application never reached the town hall."""
    offer = Offer.objects.get(pk=case.offer_id)
    give_place_back(offer, case.submitted_at.astimezone(BERLIN).date())


def _in_order(sent: Pinned) -> bool:
    wanted = sent.service.form.confirmations
    return wanted is not None and wanted.order == "given"


def _ends(confirmer: Confirmer) -> datetime:
    return (confirmer.asked_at or clock.now()) + timedelta(days=CONFIRM_DAYS)


def _until(confirmer: Confirmer) -> date:
    """The last whole day."""
    return _ends(confirmer).astimezone(BERLIN).date() - timedelta(days=1)


def _ask(case: Case, confirmers: list[Confirmer]) -> None:
    """Send each their link. Only the confirmer's id is stored with the e-mail."""
    Confirmer.objects.filter(pk__in=[c.pk for c in confirmers]).update(asked_at=clock.now())
    if not is_silent():
        send_mails(
            [
                Mail(f"confirm:{c.pk}", c.email, "case_confirm", {"confirmer": str(c.pk)}, case.language)
                for c in confirmers
            ]
        )


@completes_mail("case_confirm")
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    confirmer = Confirmer.objects.select_related("case").filter(pk=context["confirmer"]).first()
    if confirmer is None or not may_answer(confirmer):
        raise NotWanted
    link = f"{base_url(current_municipality())}/zustimmung/#{confirmation_code(confirmer)}"
    return {"link": link, "until": _until(confirmer)}
