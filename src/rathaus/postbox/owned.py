"""What the postbox holds about a person: its entries, and their conversations with the town hall."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.accounts.service import Attached, Item, Kept, Part, PersonalData, Subject, declare_personal_data, moment
from rathaus.core.clock import BERLIN
from rathaus.files.service import open_file

from .models import Entry, Message, MessageFile, Thread

KEPT_YEARS = 3  # general questions; those about a case are kept with it


def declare() -> None:
    parts = (
        PersonalData(
            "postbox",
            gettext_lazy("Postfach"),
            frozenset({"postbox.Entry"}),
            export=_entries,
            erase=_erase_entries,
            goes=gettext_lazy("Ihr Postfach: die Liste Ihrer Vorgänge, Bescheide und Gespräche"),
        ),
        PersonalData(
            "conversations",
            gettext_lazy("Gespräche"),
            frozenset({"postbox.Thread", "postbox.Message", "postbox.MessageRead"}),
            export=_threads,
            kept=_kept_threads,
        ),
    )
    for part in parts:
        declare_personal_data(part)


def _entries(subject: Subject) -> Iterator[Item]:
    """The list as the postbox shows it; for reading, the things themselves say more."""
    for entry in Entry.objects.filter(holder=subject.id).order_by("id").iterator(chunk_size=500):
        yield Item(
            {
                "kind": entry.kind,
                "number": entry.number,
                "title": entry.title,
                "status": entry.status,
                "at": entry.at,
                "unread": entry.unread,
                "archived_at": entry.archived_at,
            }
        )


def _erase_entries(subject: Subject) -> None:
    Entry.objects.filter(holder=subject.id).delete()


def _threads(subject: Subject) -> Iterator[Item]:
    """General questions, and the conversations about their cases. The town hall's side by its unit, without names."""
    theirs = Q(holder=subject.id) | Q(case__holder=subject.id)
    for thread in Thread.objects.filter(theirs).select_related("unit", "case").order_by("id"):
        messages = list(Message.objects.filter(thread=thread).order_by("at", "id"))
        files = list(MessageFile.objects.filter(message__thread=thread).select_related("file").order_by("id"))
        number = "" if thread.case is None else thread.case.number
        title = thread.subject or _("Gespräch zu %(number)s") % {"number": number}
        yield Item(
            {
                "subject": thread.subject,
                "case": number,
                "unit": thread.unit.name,
                "begun_at": thread.begun_at,
                "messages": [
                    {"at": m.at, "by": _side(m, subject), "text": m.text, "id": str(m.pk)} for m in messages
                ],
            },
            title=title,
            parts=(Part("", tuple((_head(m, thread, subject), m.text or "–") for m in messages)),),
            folder=number or _("Gespräch %(id)s") % {"id": str(thread.pk)[-8:]},
            files=tuple(
                Attached(
                    f.file.name,
                    partial(open_file, f.file),
                    {"kind": "message", "message": str(f.message_id), "size": f.file.size, "sha256": f.file.sha256},
                )
                for f in files
            ),
        )


def _side(message: Message, subject: Subject) -> str:
    if message.staff_id is not None:
        return "unit"
    return "you" if message.account_id in {None, subject.id} else "representative"


def _head(message: Message, thread: Thread, subject: Subject) -> str:
    sides = {"unit": thread.unit.local_name, "you": _("Sie"), "representative": _("Wer Sie vertritt")}
    return f"{sides[_side(message, subject)]}, {moment(message.at)}"


def _kept_threads(subject: Subject) -> Iterator[Kept]:
    """General questions are correspondence of the town hall: kept to the end of the third year after its end."""
    for thread in Thread.objects.filter(holder=subject.id, case=None).order_by("-id"):
        year = thread.last_at.astimezone(BERLIN).year
        yield Kept(title=thread.subject, number="", until=date(year + KEPT_YEARS, 12, 31))
