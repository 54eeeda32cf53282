"""General questions: asked from a postbox, answered by a unit."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from rathaus.accounts.service import Persona, StaffMember, Unit
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.files.service import StoredFile

from .entries import Line, put_entry
from .errors import NothingWritten, NotYours, TooManyQuestions
from .models import Entry, Message, Thread
from .notifying import notify_holder, notify_unit
from .rules import may_answer
from .writing import write_message

MAX_SUBJECT = 200
_MOST_A_DAY = 20  # each of them writes to a unit


@transaction.atomic
def ask_unit(
    unit: Unit,
    *,
    subject: str,
    text: str,
    key: str,
    by: Persona,
    files: Sequence[StoredFile] = (),
    language: str = "de",
) -> Thread:
    """Begin a conversation with a unit, in the holder's name. The same `key` begins one.

    Raises NothingWritten without a subject, a text or a file; NotYours where they may not act in the holder's name;
    TooManyQuestions above 20 in 24 hours: nobody is kept from going on with those that are there.
    """
    if not (by.may_read and by.may_apply):
        raise NotYours
    tidy = " ".join(clean_text(subject).split())[:MAX_SUBJECT]
    if not tidy:
        raise NothingWritten
    of_holder = Thread.objects.filter(holder=by.holder, case=None)
    lately = of_holder.filter(begun_at__gte=clock.now() - timedelta(days=1)).exclude(key=key)
    if lately.count() >= _MOST_A_DAY:
        raise TooManyQuestions
    thread, is_new = Thread.objects.get_or_create(
        holder=by.holder, key=key, defaults={"unit": unit, "subject": tidy, "language": language}
    )
    if is_new:
        _write(thread, text=text, key=key, files=files, by=by)
    return thread


@transaction.atomic
def write_as_holder(thread: Thread, *, text: str, key: str, by: Persona, files: Sequence[StoredFile] = ()) -> Message:
    """One more message. Raises NothingWritten, NotYours."""
    if by.holder != thread.holder or not (by.may_read and by.may_apply):
        raise NotYours
    return _write(thread, text=text, key=key, files=files, by=by)


@transaction.atomic
def answer_as_unit(
    thread: Thread,
    *,
    text: str,
    key: str,
    by: StaffMember,
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
) -> Message:
    """The unit's answer: news in the postbox, and an e-mail. `seen` as in `write_message`.

    Raises NothingWritten, NotYours, SomethingNew.
    """
    if not may_answer(by, thread):
        raise NotYours
    message, is_new = write_message(thread, text=text, key=key, files=files, staff=by, seen=seen)
    if is_new:
        thread.refresh_from_db()
        show_thread(thread, is_news=True)
        notify_holder(
            thread.holder,
            key=f"message:{message.pk}",
            template="message_new",
            about=thread.pk,
            context={"path": thread_path(thread)},
            language=thread.language,
        )
    return message


def thread_path(thread: Thread) -> str:
    """Where its holder reads a general question, at the municipality's host."""
    return f"/postfach/nachrichten/{thread.pk}/"


def show_thread(thread: Thread, *, is_news: bool = False) -> None:
    """Bring the line of a general question up to date."""
    if thread.holder is not None:
        status = "CLOSED" if thread.closed_at else "WAITING" if thread.waiting_since else "ANSWERED"
        line = Line(
            kind=Entry.Kind.THREAD,
            ref=thread.pk,
            title=thread.subject,
            status=status,
            turn=Entry.Turn.OURS if thread.waiting_since else Entry.Turn.NOBODYS,
            path=thread_path(thread),
            is_news=is_news,
            words=words_of(thread),
        )
        put_entry(thread.holder, line)


def words_of(thread: Thread, *, limit: int = 50_000) -> str:
    """Everything written in a thread, newest first, to be searched."""
    texts = Message.objects.filter(thread=thread).order_by("-at", "-id").values_list("text", flat=True)
    return "\n".join(texts)[:limit]


def _write(thread: Thread, *, text: str, key: str, files: Sequence[StoredFile], by: Persona) -> Message:
    was_waiting = thread.waiting_since is not None
    message, is_new = write_message(thread, text=text, key=key, files=files, by=by)
    if is_new:
        thread.refresh_from_db()
        show_thread(thread)
        if not was_waiting:
            notify_unit(
                thread.unit.email,
                key=f"message:{message.pk}:unit",
                template="message_unit",
                context={"path": f"/amt/nachrichten/{thread.pk}/"},
            )
    return message
