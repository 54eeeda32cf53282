"""From a draft to a case, once."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists

from rathaus.accounts.service import Level, Persona
from rathaus.appointments.service import Booking
from rathaus.catalogue.service import (
    Availability,
    Offer,
    compiled,
    context_of,
    offer_title,
    overrides_for,
    record_use,
    take_place,
)
from rathaus.core import clock
from rathaus.formengine.service import VisitWish

from .acting import acted_for
from .applicant import file_ids, read_applicant
from .codes import access_code
from .confirmers import form_errors
from .confirming import hand_round
from .deadlines import due_on
from .delivery.consent import consent_with_application
from .delivery.ways import consent_needed
from .drafts import draft_availability, forget_address
from .effects import carry_out
from .errors import ForeignFile, KeyReused, NotAllowed, NotAvailable, NotReady
from .fees import fee_to_json
from .mailbox import drop_draft_from_postbox, show_in_postbox
from .models import Case, CaseFile, Channel, Draft, DraftFile, Submission, TimelineEvent
from .numbering import next_number
from .objecting import refuse_second
from .process import Act, Pinned, State, Step, step
from .trusting import refuse_if_too_low
from .visiting import book_for_case, both_or_neither, visit_event, wish_of


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant is shown: the case, and the code that opens it."""

    case: Case
    code: str


def submit_case(
    draft: Draft,
    *,
    idempotency_key: str,
    by: Persona | None,
    level: Level = Level.NONE,
    electronically: bool = False,
) -> Receipt:
    """Check the whole form again on the version the draft began with, and make it a case.

    However often and with whatever key it is called for a draft, there is one case, one number, one e-mail; the
    repeated call gets the same receipt. Raises NotAvailable outside the offer's window or above its limit, NotReady
    with every error of the form, TrustTooLow, KeyReused, ForeignFile, AlreadyObjected: all before the first write, so
    the scope's transaction needs no savepoint. Where the form contains an appointment there is one, and TimeGone
    leaves neither a case nor a visit.

    `level` is how sure it is at this moment who sends it; it is kept with the submission.

    `by` is who sends it for whom, where somebody is signed in: the case is then in that holder's postbox. Raises
    NotAllowed where they may not apply for this in the other's name. `electronically`: whoever sends it consents to
    the notice being given so.
    """
    locked = _lock(draft, idempotency_key)
    if locked.case_id is not None:
        return _receipt(Case.objects.select_related("unit").get(pk=locked.case_id))
    if locked.key_is_taken:
        raise KeyReused
    if by is not None and not by.may_apply_for(locked.service_key):
        raise NotAllowed
    refuse_if_too_low(locked.version_id, level, channel=locked.channel)
    _refuse_if_closed(locked)
    refuse_second(locked)
    overrides = dict(overrides_for(locked.offer, locked.version_id))
    pinned = _checked(locked, overrides)
    files = _files(locked, set(file_ids(pinned.answers)))
    steps = _steps(pinned)
    wish = wish_of(pinned)
    with both_or_neither(wish):
        case = _write(
            _Sending(locked, pinned, overrides, files, steps, wish, idempotency_key, by, level, electronically)
        )
    return _receipt(case)


@dataclass(frozen=True, slots=True)
class _Sending:
    """What is being sent: found to be complete, and not written yet."""

    draft: Any
    pinned: Pinned
    overrides: dict[str, Any]
    files: list[DraftFile]
    steps: tuple[Step, ...]
    visit: VisitWish | None
    key: str
    by: Persona | None
    level: Level
    electronically: bool


def _write(sent: _Sending) -> Case:
    """Everything that makes it a case. Raises NotAvailable and TimeGone."""
    locked, pinned, steps, by = sent.draft, sent.pinned, sent.steps, sent.by
    _take_place(locked.offer)
    case = _new_case(locked, pinned, steps, by)
    booking = book_for_case(case, sent.visit)
    Submission.objects.create(
        case=case,
        revision=1,
        draft_id=locked.pk,
        idempotency_key=sent.key,
        answers=pinned.answers,
        parameters=pinned.service.values_to_keep(sent.overrides, pinned.answers, pinned.context),
        fee=fee_to_json(pinned.service.form.fee(pinned.answers, pinned.context)),
        channel=locked.channel,
        staff_id=locked.staff_id,
        account=by.account if by else None,
        holder=case.holder,
        trust_level=sent.level,
    )
    _take_consent(case, locked, pinned, by, given=sent.electronically)
    _take_files(case, sent.files)
    _write_timeline(case, locked, steps, by, booking)
    record_use(locked.offer_id)
    _number_and_save(case)
    if case.withheld:
        hand_round(case, pinned)
    carry_out(case, *steps)
    show_in_postbox(case)
    forget_address(locked)
    drop_draft_from_postbox(locked)
    Draft.objects.filter(pk=locked.pk).update(case=case, answers={}, email="", updated_at=clock.now())
    return case


def was_sent_with(draft: Draft, idempotency_key: str) -> bool:
    """Whether this is the key that made the draft a case: only the page it was sent from knows it."""
    return Submission.objects.filter(draft_id=draft.pk, idempotency_key=idempotency_key).exists()


def _lock(draft: Draft, idempotency_key: str) -> Any:
    """The draft with its offer and unit, and whether another submission has the key. Parallel posts wait here."""
    same_key = Submission.objects.filter(idempotency_key=idempotency_key)
    found = Draft.objects.select_for_update(of=("self",)).select_related("offer__unit")
    return found.annotate(key_is_taken=Exists(same_key)).get(pk=draft.pk)


def _refuse_if_closed(draft: Draft) -> None:
    found = draft_availability(draft)
    if not found.open:
        raise NotAvailable(found)


def _take_place(offer: Offer) -> None:
    """Exact where `_refuse_if_closed` only looked: of parallel posts for the last place one gets it."""
    if not take_place(offer):
        raise NotAvailable(Availability(open=False, reason="full"))


def _receipt(case: Case) -> Receipt:
    return Receipt(case, access_code(case))


def _checked(draft: Draft, overrides: dict[str, Any]) -> Pinned:
    service = compiled(draft.version_id)
    context = context_of(draft.version_id, overrides, draft.language, channel=draft.channel)
    errors = form_errors(service, draft.answers, context)
    if errors:
        raise NotReady(errors)
    answers = service.form.clean(draft.answers, context)
    return Pinned(service, answers, service.form.effective_context(answers, context))


def _steps(pinned: Pinned) -> tuple[Step, ...]:
    """Sent and received; or, where others must confirm it, handed round to them first."""
    if pinned.service.form.confirmers(pinned.answers, pinned.context):
        return (step(pinned, State(), Act.HAND_ROUND, by=("applicant",)),)
    submitted = step(pinned, State(), Act.SUBMIT, by=("applicant",))
    return submitted, step(pinned, submitted.to, Act.RECEIVE, by=("system",))


def _new_case(draft: Draft, pinned: Pinned, steps: tuple[Step, ...], by: Persona | None) -> Case:
    applicant = read_applicant(pinned.service.definition, pinned.answers)
    return Case(
        offer=draft.offer,
        version_id=draft.version_id,
        service_key=draft.service_key,
        title=offer_title(draft.offer, draft.version_id),
        unit=draft.about.unit if draft.about else draft.offer.unit,
        status=steps[-1].to.status,
        revision=len(steps),
        due_on=due_on(pinned),
        withheld=steps[0].act is Act.HAND_ROUND,
        applicant_name=applicant.name,
        applicant_email=applicant.email,
        language=draft.language,
        submitted_at=clock.now(),
        holder=by.holder if by else None,
        about_id=draft.about_id,
    )


def _files(draft: Draft, named: set[str]) -> list[DraftFile]:
    """The draft's files that the answers name; others stay with the draft until it expires."""
    if not named:
        return []
    attached = [a for a in DraftFile.objects.filter(draft=draft) if str(a.file_id) in named]
    if len(attached) != len(named):
        raise ForeignFile
    return attached


def _take_consent(case: Case, draft: Draft, pinned: Pinned, by: Persona | None, *, given: bool) -> None:
    kind = consent_needed(pinned.service.definition) if given else None
    if kind is not None:
        consent_with_application(case, draft, kind, by=by)


def _take_files(case: Case, files: list[DraftFile]) -> None:
    if files:
        CaseFile.objects.bulk_create(CaseFile(case=case, revision=1, file_id=f.file_id, field=f.field) for f in files)
        DraftFile.objects.filter(pk__in=[f.pk for f in files]).delete()


def _write_timeline(
    case: Case, draft: Draft, steps: tuple[Step, ...], by: Persona | None, booking: Booking | None
) -> None:
    """Who fills the form in at the desk acts in the applicant's place; the line tells who, and how it came in."""
    actors = TimelineEvent.Actor
    sent = TimelineEvent(
        actor=actors.APPLICANT,
        staff_id=draft.staff_id,
        account=by.account if by else None,
        data={**_channel(draft), **acted_for(by)},
    )
    events = [sent, TimelineEvent(actor=actors.SYSTEM)][: len(steps)]
    for revision, (event, done) in enumerate(zip(events, steps, strict=True), 1):
        event.case, event.revision, event.kind, event.public = case, revision, done.act, True
        event.status = done.to.status
    if booking is not None:
        case.revision += 1
        events.append(visit_event(case, booking, Act.VISIT_BOOKED, actor=actors.APPLICANT))
    TimelineEvent.objects.bulk_create(events)


def _channel(draft: Draft) -> dict[str, str]:
    return {} if draft.channel == Channel.ONLINE else {"channel": draft.channel}


def _number_and_save(case: Case) -> None:
    """Last of all but the jobs: from here to the commit other submits of the municipality wait for the counter.

    The rows above name the case before it exists; their foreign keys are checked at the commit.
    """
    case.number = next_number()
    case.save(force_insert=True)
