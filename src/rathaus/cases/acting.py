"""What every act on a case has in common: lock, look, may I, step, record."""

from dataclasses import dataclass
from typing import Any

from rathaus.accounts.service import Persona, StaffMember
from rathaus.catalogue.service import compiled, context_of
from rathaus.core import clock
from rathaus.core.clock import BERLIN

from . import rules
from .effects import carry_out
from .errors import NotAllowed, Stale
from .mailbox import show_in_postbox
from .models import Case, Query, Status, Submission, TimelineEvent
from .process import Act, By, Pinned, State, Step, derive_state, step
from .visiting import let_go_of_visit

_BY: dict[str, tuple[By, ...]] = {
    TimelineEvent.Actor.APPLICANT: ("applicant",),
    TimelineEvent.Actor.CONFIRMER: ("applicant",),
    TimelineEvent.Actor.STAFF: ("clerk", "lead"),
    TimelineEvent.Actor.SYSTEM: ("system",),
}


@dataclass(slots=True)
class Acting:
    """A locked case, its service as pinned, and the step that is being taken."""

    case: Case
    pinned: Pinned
    step: Step
    actor: str
    staff: StaffMember | None = None
    by: Persona | None = None

    @property
    def revision(self) -> int:
        """The revision that the act gives the case."""
        return self.case.revision + 1


def begin_as_staff(case: Case, act: Act, *, by: StaffMember, revision: int | None) -> Acting:
    """Lock the case for an act of the desk. Raises NotAllowed, Stale, NotPossible.

    `revision` is the one the person saw; None is for what adds to a case without overwriting anything.
    """
    locked = lock(case)
    if not rules.may_see(by, locked):
        raise NotAllowed
    if revision is not None and revision != locked.revision:
        raise Stale(locked)
    acting = _begin(locked, act, rules.roles_of(by), TimelineEvent.Actor.STAFF, by)
    if rules.is_party(by, locked, submission_of(locked)):
        raise NotAllowed
    return acting


def begin_as_applicant(case: Case, act: Act, *, by: Persona | None = None) -> Acting:
    """Lock the case for an act of the applicant; `by` is who acts for whom, where somebody is signed in.

    Raises NotPossible; NotAllowed where their representation doesn't reach so far.
    """
    locked = lock(case)
    if by is not None and not by.may_apply_for(locked.service_key):
        raise NotAllowed
    acting = _begin(locked, act, ("applicant",), TimelineEvent.Actor.APPLICANT, None)
    acting.by = by
    return acting


def begin_as_system(case: Case, act: Act) -> Acting:
    """Lock the case for what the system does by itself. Raises NotPossible."""
    return _begin(lock(case), act, ("system",), TimelineEvent.Actor.SYSTEM, None)


def finish(acting: Acting, *, public: bool, data: dict[str, Any] | None = None) -> Case:
    """Record the act: new state and revision, a line of the timeline, the effects. Returns the case."""
    case, to = acting.case, acting.step.to
    case.revision, case.status = acting.revision, to.status
    case.decided_at = case.decided_at or (clock.now() if to.decided else None)
    case.completed_at = clock.now() if to.status == Status.COMPLETED else None
    case.save()
    TimelineEvent.objects.create(
        case=case,
        revision=case.revision,
        kind=acting.step.act,
        actor=acting.actor,
        staff=acting.staff,
        account=acting.by.account if acting.by else None,
        public=public,
        status=case.status,
        data={**(data or {}), **acted_for(acting.by)},
    )
    if case.status != Status.ACTION_REQUIRED:
        Query.objects.filter(case=case, closed_at=None).update(closed_at=clock.now())
    carry_out(case, acting.step)
    show_in_postbox(case, acting.step.act)
    let_go_of_visit(case, acting.pinned, acting.step.act, actor=acting.actor, staff=acting.staff)
    return case


def acted_for(by: Persona | None) -> dict[str, str]:
    """What a line of the timeline keeps where somebody acts for another: both names, as they are now."""
    return {} if by is None or by.is_self else {"person": str(by.account), "for": by.name, "holder": str(by.holder)}


def lock(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)


def state_of(case: Case) -> State:
    """The state as lists know it: the projection."""
    return State(Status(case.status), decided=case.decided_at is not None)


def pinned(case: Case, submission: Submission | None = None) -> Pinned:
    """The case's service with the answers, parameters and day of its submission, in the applicant's language."""
    sent = submission or submission_of(case)
    today = case.submitted_at.astimezone(BERLIN).date()
    service = compiled(case.version_id)
    context = context_of(case.version_id, sent.parameters, case.language, today=today, channel=sent.channel)
    return Pinned(service, sent.answers, service.form.effective_context(sent.answers, context))


def submission_of(case: Case) -> Submission:
    """What was sent. It never changes, so it is read once and kept on the case."""
    if case.submission is None:
        case.submission = Submission.objects.get(case=case)
    return case.submission


def derive(case: Case) -> State:
    """The state that follows from the timeline alone. Equals `state_of` after every act, or something is broken."""
    events = TimelineEvent.objects.filter(case=case).order_by("revision").values_list("kind", "actor")
    return derive_state(pinned(case), ((Act(kind), _BY[actor]) for kind, actor in events))


def _begin(locked: Case, act: Act, roles: tuple[By, ...], actor: str, staff: StaffMember | None) -> Acting:
    service = pinned(locked)
    return Acting(locked, service, step(service, state_of(locked), act, by=roles), actor, staff)
