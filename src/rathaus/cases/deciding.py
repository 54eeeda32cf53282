"""The decision, its notice, and the proof that it was delivered."""

from decimal import Decimal

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.files.service import StoredFile, store_bytes
from rathaus.formengine.service import Outcome

from . import rules
from .acting import begin_as_staff, begin_as_system, finish, pinned, state_of
from .errors import NotAllowed, NotPossible
from .letters import notice_pdf
from .looking import note_look
from .mailbox import show_notice_in_postbox
from .models import Case, Decision, DeliveryEvent, Notice
from .process import Act, Pinned, is_possible

_PDF = "application/pdf"


@transaction.atomic
def decide_case(case: Case, *, outcome: str, reasons: str, by: StaffMember, revision: int) -> Decision:
    """Decide, once and for all. The worker makes the notice; the case is completed when the notice is there.

    Raises Stale, NotAllowed, NotPossible (also for an outcome that the service doesn't offer here, or without the
    reasons that it asks for).
    """
    acting = begin_as_staff(case, Act.DECIDE, by=by, revision=revision)
    chosen, tidy = _chosen(acting.pinned, outcome, reasons)
    decision = Decision.objects.create(
        case=acting.case,
        revision=acting.revision,
        outcome=chosen.key,
        result=chosen.result,
        reasons=tidy,
        fee=_fee(acting.pinned, chosen),
        by=by,
    )
    acting.case.assignee = acting.case.assignee or by
    finish(acting, public=False, data={"outcome": chosen.key, "result": chosen.result})
    return decision


def preview_notice(case: Case, *, outcome: str, reasons: str, by: StaffMember) -> bytes:
    """The notice as it would be, as PDF. Nothing is written. Raises NotAllowed, NotPossible, notices' RenderError."""
    if not rules.may_see(by, case):
        raise NotAllowed
    sent = pinned(case)
    if not is_possible(sent, state_of(case), Act.DECIDE, by=rules.roles_of(by)):
        raise NotPossible("this case cannot be decided now")
    chosen = _outcome(sent, outcome)
    return notice_pdf(case, sent, chosen, reasons=clean_text(reasons).strip(), fee=_fee(sent, chosen), by=by)


def issue_notice(case_id: str) -> Notice:
    """Make the notice of a decided case, put it into the case, and complete it. May run any number of times.

    Everything is written in one transaction after the rendering: a worker that dies leaves either nothing (but
    perhaps a file that nobody refers to) or a finished notice, which the next run finds and returns.
    """
    decision = Decision.objects.select_related("case__unit", "by__account").get(case_id=case_id)
    issued = Notice.objects.filter(decision=decision).first()
    if issued is not None:
        return issued
    sent = pinned(decision.case)
    outcome = sent.service.process.outcome(decision.outcome)
    document = notice_pdf(decision.case, sent, outcome, reasons=decision.reasons, fee=decision.fee, by=decision.by)
    return _put_into_case(decision, document, _title(sent, outcome))


@transaction.atomic
def _put_into_case(decision: Decision, document: bytes, title: str) -> Notice:
    Case.objects.select_for_update().get(pk=decision.case_id)
    issued = Notice.objects.filter(decision=decision).first()
    if issued is not None:  # another worker was faster while we rendered
        return issued
    acting = begin_as_system(decision.case, Act.ISSUE)
    revision, case = acting.revision, acting.case
    file = store_bytes(document, name=f"Bescheid-{case.number}.pdf", media_type=_PDF)
    notice = Notice.objects.create(case=case, revision=revision, decision=decision, file=file, title=title)
    kinds = [DeliveryEvent.Kind.PROVISION]
    if case.applicant_email:
        kinds.append(DeliveryEvent.Kind.NOTIFICATION)
    for kind in kinds:
        DeliveryEvent.objects.create(case=case, revision=revision, notice=notice, kind=kind, by=decision.by)
    finish(acting, public=True, data={"notice": str(notice.pk)})
    show_notice_in_postbox(notice)
    return notice


@transaction.atomic
def retrieve_notice(notice: Notice, *, by: StaffMember | None) -> StoredFile:
    """The notice's file, to be handed out. The applicant's first retrieval (`by` None) is logged as delivery.

    The desk opening the notice is logged as access, never as retrieval. Raises NotAllowed.
    """
    if by is not None and not rules.may_see(by, notice.case):
        raise NotAllowed
    if by is None:
        event = DeliveryEvent(
            case_id=notice.case_id,
            revision=notice.revision,
            notice=notice,
            kind=DeliveryEvent.Kind.RETRIEVAL,
            at=clock.now(),
        )
        DeliveryEvent.objects.bulk_create([event], ignore_conflicts=True)
    file: StoredFile = notice.file
    note_look(notice.case, by=by, file=file)
    return file


def _chosen(sent: Pinned, key: str, reasons: str) -> tuple[Outcome, str]:
    outcome, tidy = _outcome(sent, key), clean_text(reasons).strip()
    if outcome.reasons == "required" and not tidy:
        raise NotPossible("this outcome needs reasons")
    return outcome, "" if outcome.reasons == "none" else tidy


def _outcome(sent: Pinned, key: str) -> Outcome:
    for outcome in sent.service.process.outcomes(sent.answers, sent.context):
        if outcome.key == key:
            return outcome
    raise NotPossible(f"there is no outcome “{key}” for this case")


def _fee(sent: Pinned, outcome: Outcome) -> Decimal | None:
    return sent.service.process.fee(outcome.key, sent.answers, sent.context)


def _title(sent: Pinned, outcome: Outcome) -> str:
    texts = sent.service.texts(sent.context.language, sent.context.parameters)
    return texts.outcome(outcome.key).title
