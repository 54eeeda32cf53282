"""The conversation about a case: messages of both sides, between the formal questions and their answers.

It goes on while the case runs and after its end, since the most is asked when a notice has come. A message changes
nothing in the case: it takes no revision and is no line of the timeline.
"""

from collections.abc import Sequence

from django.db import transaction

from rathaus.accounts.service import Persona, StaffMember
from rathaus.files.service import StoredFile
from rathaus.postbox.service import (
    Message,
    Thread,
    notify_holder,
    notify_unit,
    settle_thread,
    write_message,
)

from . import rules
from .acting import lock, submission_of
from .effects import is_silent
from .errors import NotAllowed, NotPossible
from .mailbox import show_conversation_in_postbox
from .models import Case


@transaction.atomic
def write_as_applicant(
    case: Case, *, text: str, key: str, files: Sequence[StoredFile] = (), by: Persona | None = None
) -> Message:
    """A message to the unit that has the case; `by` is who writes for whom, None for who came with the code.

    The same `key` writes once. The unit is told when nothing waited before. Raises NotPossible while others must
    confirm the application, since the town hall doesn't see it yet; NotAllowed; NothingWritten.
    """
    locked = lock(case)
    if not may_write(locked, by):
        raise NotAllowed if not locked.withheld else NotPossible("nobody reads it")
    thread = _thread(locked)
    was_waiting = thread.waiting_since is not None
    message, is_new = write_message(thread, text=text, key=key, files=files, by=by)
    if is_new:
        show_conversation_in_postbox(locked)
        if not was_waiting and not is_silent():
            notify_unit(
                locked.unit.email,
                key=f"message:{message.pk}:unit",
                template="message_unit",
                context={"path": f"/amt/vorgaenge/{locked.number}/"},
            )
    return message


@transaction.atomic
def write_to_applicant(
    case: Case,
    *,
    text: str,
    key: str,
    by: StaffMember,
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
) -> Message:
    """A message of the unit: it answers what waited, is news in the postbox, and an e-mail says that it is there.

    `seen` as in `write_message`. Raises NotAllowed, NothingWritten, SomethingNew.
    """
    locked = _theirs(case, by)
    message, is_new = write_message(_thread(locked), text=text, key=key, files=files, staff=by, seen=seen)
    if is_new:
        show_conversation_in_postbox(locked, is_news=True)
        if not is_silent():
            notify_holder(
                locked.holder,
                key=f"message:{message.pk}",
                template="case_message",
                about=locked.pk,
                context={"number": locked.number},
                language=locked.language,
                email=locked.applicant_email,
            )
    return message


@transaction.atomic
def settle_messages(case: Case, *, by: StaffMember) -> None:
    """What the applicant wrote needs no answer. Raises NotAllowed."""
    locked = _theirs(case, by)
    thread = Thread.objects.filter(case=locked).first()
    if thread is not None:
        settle_thread(thread, by=by)
        show_conversation_in_postbox(locked)


def may_write(case: Case, by: Persona | None) -> bool:
    """Whether the applicant's side may write now."""
    return not case.withheld and (by is None or by.may_apply_for(case.service_key))


def _theirs(case: Case, by: StaffMember) -> Case:
    locked = lock(case)
    if not rules.may_see(by, locked) or rules.is_party(by, locked, submission_of(locked)):
        raise NotAllowed
    return locked


def _thread(case: Case) -> Thread:
    """The case's row is locked, so that it has one thread, at the unit that has the case."""
    found, _ = Thread.objects.get_or_create(case=case, defaults={"unit": case.unit, "language": case.language})
    return found
