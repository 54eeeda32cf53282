"""Writing messages: rows only. Who may, what the postbox shows and who is told is the caller's to know."""

from collections.abc import Sequence

from django.db import transaction

from rathaus.accounts.service import Persona, StaffMember
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.files.service import StoredFile, delete_file

from .errors import NothingWritten, SomethingNew
from .models import Message, MessageFile, Thread, ThreadAct


@transaction.atomic
def write_message(
    thread: Thread,
    *,
    text: str,
    key: str,
    files: Sequence[StoredFile] = (),
    staff: StaffMember | None = None,
    by: Persona | None = None,
    seen: int | None = None,
) -> tuple[Message, bool]:
    """The message, and whether it is new: the same `key` in a thread writes once, and its files are dropped again.

    From the unit with `staff`; else from the other side, `by` being who writes for whom where somebody is signed in.
    What the unit writes answers all that waited; what the other side writes waits, and opens what was closed.

    `seen`: how many messages the writer had before them; None where nobody looked.

    Raises NothingWritten, SomethingNew.
    """
    tidy = clean_text(text).strip()
    if not tidy and not files:
        raise NothingWritten
    locked = _lock(thread)
    before = Message.objects.filter(thread=locked, key=key).first()
    if before is not None:
        for file in files:
            delete_file(file)
        return before, False
    if seen is not None and Message.objects.filter(thread=locked).count() != seen:
        raise SomethingNew
    message = Message.objects.create(
        thread=locked,
        text=tidy,
        key=key,
        staff=staff,
        account=by.account if by else None,
        holder=by.holder if by else None,
    )
    MessageFile.objects.bulk_create(MessageFile(message=message, file=file) for file in files)
    _note(locked, message)
    return message, True


def _lock(thread: Thread) -> Thread:
    """Parallel messages of a thread wait here, so that one key writes once; a unique constraint holds besides."""
    locked: Thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    return locked


def _note(thread: Thread, message: Message) -> None:
    if message.staff_id is not None:
        thread.waiting_since = None
    else:
        thread.waiting_since = thread.waiting_since or message.at
        if thread.closed_at is not None:
            thread.closed_at = None
            ThreadAct.objects.create(thread=thread, kind=ThreadAct.Kind.REOPENED)
    thread.last_at = clock.now()
    thread.save(update_fields=["waiting_since", "closed_at", "last_at"])
