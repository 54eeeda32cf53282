"""Reading conversations, and noting that somebody did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from rathaus.accounts.service import Persona, StaffMember
from rathaus.files.service import StoredFile

from .models import Message, MessageFile, MessageRead, Thread


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its files, and when the other side first had it before it (`read_by`: the clerk's name)."""

    message: Message
    files: tuple[StoredFile, ...] = ()
    read_at: datetime | None = None
    read_by: str = ""

    @property
    def is_ours(self) -> bool:
        """Written by the town hall."""
        return self.message.staff_id is not None


@dataclass(frozen=True, slots=True)
class Conversation:
    thread: Thread
    said: tuple[Said, ...] = field(default=())


def said_in(messages: QuerySet[Message]) -> tuple[Said, ...]:
    """These messages, oldest first, each with its thread, author and files. Two queries; one where there is none."""
    reads = MessageRead.objects.filter(message=OuterRef("pk"))
    found = list(
        messages.select_related("thread", "staff__account", "account")
        .annotate(
            read_at=Subquery(reads.values("at")[:1]), read_by=Subquery(reads.values("staff__account__name")[:1])
        )
        .order_by("at", "id")
    )
    files = _files(found)
    return tuple(Said(m, tuple(files.get(m.pk, ())), m.read_at, m.read_by or "") for m in found)


def said_about_case(case_id: UUID) -> tuple[Said, ...]:
    """What both sides wrote about a case. Who may see the case is the caller's to know."""
    return said_in(Message.objects.filter(thread__case=case_id))


def said_in_thread(thread: Thread) -> tuple[Said, ...]:
    return said_in(Message.objects.filter(thread=thread))


def note_reading(said: Sequence[Said], *, staff: StaffMember | None = None, by: Persona | None = None) -> None:
    """Note that these messages were before the other side: `staff`, or else who reads from outside. No query where
    all were read before."""
    unread = [s.message for s in said if s.read_at is None and s.is_ours != (staff is not None)]
    if unread:
        account = by.account if by else None
        rows = [MessageRead(message=message, staff=staff, account=account) for message in unread]
        MessageRead.objects.bulk_create(rows, ignore_conflicts=True)


def file_of_case(case_id: UUID, file_id: UUID) -> StoredFile | None:
    """A file that came with a message about this case."""
    return _file(MessageFile.objects.filter(message__thread__case=case_id, file_id=file_id))


def file_of_thread(thread: Thread, file_id: UUID) -> StoredFile | None:
    return _file(MessageFile.objects.filter(message__thread=thread, file_id=file_id))


def holders_thread(holder: UUID, thread_id: UUID) -> Thread | None:
    """A general question of this holder. That they may read in the holder's name is the caller's to know."""
    found: Thread | None = (
        Thread.objects.filter(pk=thread_id, holder=holder, case=None).select_related("unit").first()
    )
    return found


def threads_of(holder: UUID) -> list[Conversation]:
    """All general questions of a holder in the scope's municipality, newest first, for handing them out whole."""
    threads = list(Thread.objects.filter(holder=holder, case=None).select_related("unit").order_by("-last_at", "-id"))
    said: dict[UUID, list[Said]] = {}
    for one in said_in(Message.objects.filter(thread__in=threads)):
        said.setdefault(one.message.thread_id, []).append(one)
    return [Conversation(thread, tuple(said.get(thread.pk, ()))) for thread in threads]


def _files(messages: Sequence[Message]) -> dict[UUID, list[StoredFile]]:
    found: dict[UUID, list[StoredFile]] = {}
    if messages:
        attached = MessageFile.objects.filter(message__in=messages).select_related("file")
        for one in attached.order_by("id"):
            found.setdefault(one.message_id, []).append(one.file)
    return found


def _file(attached: QuerySet[MessageFile]) -> StoredFile | None:
    one = attached.select_related("file").first()
    return one.file if one is not None else None
