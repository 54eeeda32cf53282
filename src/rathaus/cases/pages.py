"""Everything about one case: for the desk, and the part of it that the applicant sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from rathaus.accounts.service import Account, Level, Persona, StaffMember
from rathaus.appointments.service import Booking, bookings_of_case
from rathaus.catalogue.service import compiled
from rathaus.files.service import StoredFile
from rathaus.formengine.service import Fee, FieldError, Outcome, ServiceDefinition, SummaryPage
from rathaus.postbox.service import Said, file_of_case, note_reading, said_about_case

from .acting import pinned, state_of, submission_of
from .applicant import ApplicantDetails, file_ids, read_applicant
from .around import ask_around, read_around
from .confirming import Standing, standings
from .delivery.paper import with_open_paper
from .delivery.record import DeliveryRecord, record_of
from .delivery.ways import law
from .fees import read_fee
from .looking import note_look
from .models import (
    Adoption,
    Case,
    CaseFile,
    Channel,
    CodeRenewal,
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
from .process import VISITS, Act, Pinned, is_possible
from .representing import Representation, representation_in
from .rules import is_party, may_see, roles_of, visible_to
from .talking import Utterance, in_order


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

    `trust` is how sure it was who sent it, `representation` who applied for whom; only the desk is told more of it
    than the names. `left_open` is what whoever recorded the application could not say. `is_own`: the reader applied
    for it, so others work on it.
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
    record: DeliveryRecord | None = None
    standings: tuple[Standing, ...] = ()
    notes: tuple[InternalNote, ...] = ()
    acts: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()
    channel: str = Channel.ONLINE
    trust: Level = Level.NONE
    fee: Fee | None = None
    left_open: tuple[FieldError, ...] = ()
    is_own: bool = False
    said: tuple[Said, ...] = ()
    adoption: Adoption | None = None
    renewals: tuple[CodeRenewal, ...] = ()
    representation: Representation | None = None
    visits: tuple[Booking, ...] = ()

    @property
    def talk(self) -> tuple[Utterance, ...]:
        """The whole conversation: questions, answers and messages, oldest first."""
        return in_order(self.questions, self.said)

    @property
    def waiting_since(self) -> datetime | None:
        """Since when a message of the applicant waits for the unit."""
        return self.said[0].message.thread.waiting_since if self.said else None

    @property
    def open_question(self) -> Question | None:
        return next((question for question in self.questions if question.is_open), None)

    @property
    def is_applicants_turn(self) -> bool:
        return self.case.status == Status.ACTION_REQUIRED


def get_case_for_staff(number: str, staff: StaffMember) -> Case | None:
    """The case, if it exists and this member of staff may see it; the two can't be told apart.

    It comes with what was sent, and with what its page shows around it, in one query: each case has one submission.
    """
    theirs = Case.objects.filter(visible_to(staff), number=number[:20])
    found = Submission.objects.filter(case__in=theirs).select_related("case__unit", "case__assignee__account")
    sent: Submission | None = found.annotate(**ask_around(staff, "case")).first()
    if sent is None:
        return None
    case: Case = sent.case
    case.submission, case.around = sent, read_around(sent)
    return case


def case_page(case: Case, staff: StaffMember) -> CasePage:
    """All of a case for the desk, and logged as a look. Call after may-I.

    Five to twelve queries, by what has happened to the case and not by how often. Messages count as read by now.
    """
    note_look(case, by=staff)
    sent, state, roles = pinned(case), state_of(case), roles_of(staff)
    own = is_party(staff, case, submission_of(case))
    acts = frozenset(act.value for act in _DESK_ACTS if not own and is_possible(sent, state, act, by=roles))
    choices = _choices(sent) if Act.DECIDE in acts else ()
    page = _page(case, sent, internal=True, acts=acts, choices=choices)
    if not own:
        note_reading(page.said, staff=staff)
    return replace(page, is_own=own)


def applicant_page(case: Case, *, by: Persona | None = None) -> CasePage:
    """What the applicant sees of the case, in a constant number of queries, and logged as a look.

    `by` is who reads for whom, where somebody is signed in. Messages count as read by now.
    """
    note_look(case, by=None)
    sent = pinned(case)
    acts = frozenset(
        act.value for act in (Act.ANSWER, Act.WITHDRAW) if is_possible(sent, state_of(case), act, by=("applicant",))
    )
    page = _page(case, sent, internal=False, acts=acts)
    note_reading(page.said, by=by)
    return page


def choices_for(case: Case, staff: StaffMember) -> tuple[Choice, ...]:
    """The outcomes that this member of staff may choose now; none where they may not decide."""
    sent = pinned(case)
    if is_party(staff, case, submission_of(case)):
        return ()
    if not may_see(staff, case) or not is_possible(sent, state_of(case), Act.DECIDE, by=roles_of(staff)):
        return ()
    return _choices(sent)


def open_file(case: Case, file_id: UUID, *, by: StaffMember | None) -> StoredFile | None:
    """A file of this case, handed in or sent with a message, to be handed out; logged as download.

    None if it isn't this case's, or not for them.
    """
    if by is not None and not may_see(by, case):
        return None
    found = CaseFile.objects.filter(case=case, file_id=file_id).select_related("file").first()
    file: StoredFile | None = found.file if found is not None else file_of_case(case.pk, file_id)
    if file is None:
        return None
    note_look(case, by=by, file=file)
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
    return with_open_paper(Notice.objects.filter(case=case)).select_related("case", "file").first()


def deliveries_of(case: Case) -> tuple[DeliveryEvent, ...]:
    """What happened to its notice, in that order."""
    return tuple(DeliveryEvent.objects.filter(case=case).order_by("at", "id"))


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
    deliveries = deliveries_of(case) if notice else ()
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
        deliveries=deliveries,
        record=record_of(notice, deliveries, law()) if notice else None,
        notes=_notes(case) if internal and Act.NOTE in happened else (),
        acts=acts,
        choices=choices,
        channel=sent.context.channel,
        trust=Level(submission_of(case).trust_level),
        fee=read_fee(submission_of(case).fee),
        left_open=sent.service.form.left_open(sent.answers, sent.context) if internal else (),
        said=said_about_case(case.pk) if case.around is None or case.around.has_talk else (),
        adoption=_adoption(case) if case.holder else None,
        renewals=tuple(CodeRenewal.objects.filter(case=case)) if case.access_generation > 1 else (),
        representation=representation_in(case, timeline) if internal else None,
        visits=tuple(bookings_of_case(case.pk)) if VISITS & happened else (),
    )


def _files(case: Case) -> tuple[CaseFile, ...]:
    return tuple(CaseFile.objects.filter(case=case).select_related("file").order_by("revision", "field", "id"))


def _notice(case: Case) -> Notice | None:
    return with_open_paper(Notice.objects.filter(case=case)).select_related("file").first()


def _adoption(case: Case) -> Adoption | None:
    return Adoption.objects.filter(case=case).select_related("account").first()


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
