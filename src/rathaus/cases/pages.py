"""Everything about one case: for the desk, and the part of it that the applicant sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from rathaus.accounts.service import Account, StaffMember
from rathaus.catalogue.service import compiled
from rathaus.files.service import StoredFile
from rathaus.formengine.service import Fee, FieldError, Outcome, ServiceDefinition, SummaryPage

from .acting import pinned, state_of, submission_of
from .applicant import ApplicantDetails, file_ids, read_applicant
from .confirming import Standing, standings
from .fees import read_fee
from .models import (
    AccessLog,
    Case,
    CaseFile,
    Channel,
    Decision,
    DeliveryEvent,
    InternalNote,
    Notice,
    Query,
    QueryAnswer,
    Status,
    Submission,
    TimelineEvent,
)
from .process import Act, Pinned, is_possible
from .representing import Representation, representation_in
from .rules import is_party, may_see, roles_of, visible_to


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its answer and the files that came with it."""

    query: Query
    answer: QueryAnswer | None
    files: tuple[CaseFile, ...]

    @property
    def is_open(self) -> bool:
        return self.query.closed_at is None


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome that the desk may choose now, with the words of its button."""

    outcome: Outcome
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page of a case shows; for the applicant without `notes`, `choices`, `left_open` and internal events.

    `representation`: who applied for whom; only the desk is told more of it than the names. `left_open` is what
    whoever recorded the application could not say. `is_own`: the reader applied for it, so others
    work on it.
    """

    case: Case
    applicant: ApplicantDetails
    answers: tuple[SummaryPage, ...]
    files: tuple[CaseFile, ...]
    questions: tuple[Question, ...]
    timeline: tuple[TimelineEvent, ...]
    decision: Decision | None
    notice: Notice | None
    deliveries: tuple[DeliveryEvent, ...]
    standings: tuple[Standing, ...] = ()
    notes: tuple[InternalNote, ...] = ()
    acts: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()
    channel: str = Channel.ONLINE
    fee: Fee | None = None
    left_open: tuple[FieldError, ...] = ()
    is_own: bool = False
    representation: Representation | None = None

    @property
    def open_question(self) -> Question | None:
        return next((question for question in self.questions if question.is_open), None)

    @property
    def is_applicants_turn(self) -> bool:
        return self.case.status == Status.ACTION_REQUIRED


def get_case_for_staff(number: str, staff: StaffMember) -> Case | None:
    """The case, if it exists and this member of staff may see it; the two can't be told apart.

    It comes with what was sent, in one query: each case has one submission.
    """
    theirs = Case.objects.filter(visible_to(staff), number=number[:20])
    found = Submission.objects.filter(case__in=theirs).select_related("case__unit", "case__assignee__account")
    sent: Submission | None = found.first()
    if sent is None:
        return None
    case: Case = sent.case
    case.submission = sent
    return case


def case_page(case: Case, staff: StaffMember) -> CasePage:
    """All of a case for the desk, and logged as a look. Call after may-I.

    Four to ten queries, by what has happened to the case and not by how often.
    """
    AccessLog.objects.create(case=case, staff=staff, what=AccessLog.What.VIEW)
    sent, state, roles = pinned(case), state_of(case), roles_of(staff)
    own = is_party(staff, submission_of(case))
    acts = frozenset(act.value for act in _DESK_ACTS if not own and is_possible(sent, state, act, by=roles))
    choices = _choices(sent) if Act.DECIDE in acts else ()
    return replace(_page(case, sent, internal=True, acts=acts, choices=choices), is_own=own)


def applicant_page(case: Case) -> CasePage:
    """What the applicant sees of the case, in a constant number of queries, and logged as a look."""
    AccessLog.objects.create(case=case, staff=None, what=AccessLog.What.VIEW)
    sent = pinned(case)
    acts = frozenset(
        act.value for act in (Act.ANSWER, Act.WITHDRAW) if is_possible(sent, state_of(case), act, by=("applicant",))
    )
    return _page(case, sent, internal=False, acts=acts)


def choices_for(case: Case, staff: StaffMember) -> tuple[Choice, ...]:
    """The outcomes that this member of staff may choose now; none where they may not decide."""
    sent = pinned(case)
    if is_party(staff, submission_of(case)):
        return ()
    if not may_see(staff, case) or not is_possible(sent, state_of(case), Act.DECIDE, by=roles_of(staff)):
        return ()
    return _choices(sent)


def open_file(case: Case, file_id: UUID, *, by: StaffMember | None) -> StoredFile | None:
    """A file of this case, to be handed out; logged as download. None if it isn't this case's, or not for them."""
    if by is not None and not may_see(by, case):
        return None
    found = CaseFile.objects.filter(case=case, file_id=file_id).select_related("file").first()
    if found is None:
        return None
    file: StoredFile = found.file
    AccessLog.objects.create(case=case, staff=by, what=AccessLog.What.DOWNLOAD, file=file)
    return file


def internal_applications(account: Account, *, limit: int = 20) -> list[Case]:
    """What a member of staff applied for as such, the newest first."""
    theirs = Submission.objects.filter(account=account, channel=Channel.INTERNAL).select_related("case")
    return [sent.case for sent in theirs.order_by("-at", "-id")[:limit]]


def get_query(case: Case, query_id: UUID) -> Query | None:
    return Query.objects.filter(case=case, pk=query_id).select_related("case").first()


def sent_with(case: Case) -> tuple[ServiceDefinition, Mapping[str, Any], Submission]:
    """What was asked, what was answered, and who sent it for whom."""
    sent = submission_of(case)
    return compiled(case.version_id).definition, sent.answers, sent


def notice_of(case: Case) -> Notice | None:
    return Notice.objects.filter(case=case).select_related("case", "file").first()


_DESK_ACTS = (Act.TAKE_OVER, Act.ASSIGN, Act.ASK, Act.GO_ON, Act.NOTE, Act.DECIDE)


def _page(
    case: Case,
    sent: Pinned,
    *,
    internal: bool,
    acts: frozenset[str] = frozenset(),
    choices: tuple[Choice, ...] = (),
) -> CasePage:
    """Asks only for rows that the timeline tells of: most cases have no query, note or decision."""
    events = TimelineEvent.objects.filter(case=case).select_related("staff__account").order_by("-revision")
    timeline = tuple(events)
    happened = {event.kind for event in timeline}
    files = _files(case) if file_ids(sent.answers) or Act.ANSWER in happened else ()
    notice = _notice(case) if Act.ISSUE in happened else None
    return CasePage(
        case=case,
        applicant=read_applicant(sent.service.definition, sent.answers),
        answers=sent.service.form.summary(sent.answers, sent.context),
        files=files,
        questions=_questions(case, files) if Act.ASK in happened else (),
        timeline=tuple(event for event in timeline if internal or event.public),
        decision=_decision(case) if Act.DECIDE in happened and (internal or notice) else None,
        notice=notice,
        standings=standings(case) if Act.HAND_ROUND in happened else (),
        deliveries=tuple(DeliveryEvent.objects.filter(case=case).order_by("at", "id")) if notice else (),
        notes=_notes(case) if internal and Act.NOTE in happened else (),
        acts=acts,
        choices=choices,
        channel=sent.context.channel,
        fee=read_fee(submission_of(case).fee),
        left_open=sent.service.form.left_open(sent.answers, sent.context) if internal else (),
        representation=representation_in(case, timeline) if internal else None,
    )


def _files(case: Case) -> tuple[CaseFile, ...]:
    return tuple(CaseFile.objects.filter(case=case).select_related("file").order_by("revision", "field", "id"))


def _notice(case: Case) -> Notice | None:
    return Notice.objects.filter(case=case).select_related("file").first()


def _decision(case: Case) -> Decision | None:
    return Decision.objects.filter(case=case).select_related("by__account").first()


def _notes(case: Case) -> tuple[InternalNote, ...]:
    return tuple(InternalNote.objects.filter(case=case).select_related("by__account").order_by("revision"))


def _questions(case: Case, files: tuple[CaseFile, ...]) -> tuple[Question, ...]:
    answers = {answer.query_id: answer for answer in QueryAnswer.objects.filter(case=case)}
    questions = []
    for query in Query.objects.filter(case=case).select_related("by__account").order_by("revision"):
        answer = answers.get(query.pk)
        attached = tuple(f for f in files if answer is not None and f.answer_id == answer.pk)
        questions.append(Question(query, answer, attached))
    return tuple(questions)


def _choices(sent: Pinned) -> tuple[Choice, ...]:
    texts = sent.service.texts("de", sent.context.parameters)
    offered = sent.service.process.outcomes(sent.answers, sent.context)
    words = [(outcome, texts.outcome(outcome.key)) for outcome in offered]
    return tuple(Choice(outcome, text.label, text.help) for outcome, text in words)
