"""What the desk does with a case until it is decided."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import Persona, StaffMember, Unit
from rathaus.appointments.service import Booking, Hold, book_held
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.files.service import StoredFile
from rathaus.postbox.service import follow_case

from . import rules
from .acting import begin_as_applicant, begin_as_staff, finish, lock
from .confirming import free_place
from .errors import NotAllowed, NotPossible
from .models import Assignment, Case, CaseFile, InternalNote, Query, QueryAnswer
from .process import Act
from .reminding import schedule_reminder
from .visiting import contact_of


@transaction.atomic
def take_over(case: Case, *, by: StaffMember, revision: int) -> Case:
    """Make it mine. Raises Stale, NotAllowed, NotPossible, like every act here."""
    acting = begin_as_staff(case, Act.TAKE_OVER, by=by, revision=revision)
    acting.case.assignee = by
    Assignment.objects.create(case=acting.case, revision=acting.revision, unit_id=acting.case.unit_id, to=by, by=by)
    return finish(acting, public=True)


@transaction.atomic
def assign_case(case: Case, *, to: StaffMember | Unit, by: StaffMember, revision: int) -> Case:
    """Hand it on: to a colleague, or to another unit, whose members then decide who takes it."""
    acting = begin_as_staff(case, Act.ASSIGN, by=by, revision=revision)
    person = to if isinstance(to, StaffMember) else None
    if person is not None and not rules.may_receive(person):
        raise NotAllowed
    unit_id: UUID = person.unit_id if person else to.pk
    acting.case.unit_id, acting.case.assignee = unit_id, person
    Assignment.objects.create(case=acting.case, revision=acting.revision, unit_id=unit_id, to=person, by=by)
    follow_case(case.pk, to_unit=unit_id)
    return finish(acting, public=False, data={"to": str(person or to)})


@transaction.atomic
def ask_applicant(case: Case, *, text: str, by: StaffMember, revision: int, offering: str = "") -> Query:
    """Ask a question; it is the applicant's turn then. At most one question is open at a time.

    With `offering` it asks for an appointment: who chooses a time has answered.
    """
    acting = begin_as_staff(case, Act.ASK, by=by, revision=revision)
    days = acting.pinned.service.process.deadline_days("answer", acting.pinned.context.parameters)
    query = Query.objects.create(
        case=acting.case,
        revision=acting.revision,
        text=_required(text),
        offering=offering,
        by=by,
        answer_by=clock.today() + timedelta(days=days) if days else None,
    )
    finish(acting, public=True, data={"query": str(query.pk)})
    schedule_reminder(query)
    return query


@transaction.atomic
def answer_query(
    query: Query, *, text: str, files: tuple[StoredFile, ...] = (), by: Persona | None = None
) -> QueryAnswer:
    """The applicant's answer. Raises NotPossible if the query was closed or answered, or there is nothing in it."""
    acting = begin_as_applicant(query.case, Act.ANSWER, by=by)
    if not Query.objects.filter(pk=query.pk, closed_at=None).exists():
        raise NotPossible("the query is closed")
    tidy = clean_text(text).strip()
    if not tidy and not files:
        raise NotPossible("an answer needs a text or a file")
    answer = QueryAnswer.objects.create(
        case=acting.case,
        revision=acting.revision,
        query=query,
        text=tidy,
        account=by.account if by else None,
    )
    CaseFile.objects.bulk_create(
        CaseFile(case=acting.case, revision=acting.revision, file=file, answer=answer) for file in files
    )
    finish(acting, public=True, data={"query": str(query.pk), "files": len(files)})
    return answer


@transaction.atomic
def answer_with_visit(query: Query, hold: Hold, *, words: str, by: Persona | None = None) -> Booking:
    """Book the time that was just kept, for the case; `words` say in the conversation what was chosen.

    Raises NotPossible, NotAllowed, and HoldGone or TooMany with nothing written.
    """
    case = lock(query.case)
    booking = book_held(hold, contact_of(case), case=case.pk)
    answer_query(query, text=words, by=by)
    return booking


@transaction.atomic
def go_on(case: Case, *, by: StaffMember, revision: int) -> Case:
    """Work on without the answer; the question is closed."""
    return finish(begin_as_staff(case, Act.GO_ON, by=by, revision=revision), public=True)


@transaction.atomic
def add_note(case: Case, *, text: str, by: StaffMember) -> InternalNote:
    """Write an internal note. It overwrites nothing, so it needs no revision."""
    acting = begin_as_staff(case, Act.NOTE, by=by, revision=None)
    note = InternalNote.objects.create(case=acting.case, revision=acting.revision, text=_required(text), by=by)
    finish(acting, public=False, data={"note": str(note.pk)})
    return note


@transaction.atomic
def withdraw_case(case: Case, *, by: Persona | None = None) -> Case:
    """The applicant takes the application back. If others had yet to confirm it, its place is free again."""
    acting = begin_as_applicant(case, Act.WITHDRAW, by=by)
    if acting.case.withheld:
        free_place(acting.case)
    return finish(acting, public=True)


def _required(text: str) -> str:
    tidy = clean_text(text).strip()
    if not tidy:
        raise NotPossible("a text is needed")
    return tidy
