"""The door of the postbox: what other apps may import."""

from .asking import MAX_SUBJECT, answer_as_unit, ask_unit, thread_path, words_of, write_as_holder
from .entries import Line, forget_entries, mark_read, mark_seen, put_entry, remove_entry
from .errors import NothingWritten, NotYours, SomethingNew, TooManyQuestions
from .expiring import delete_expired_threads
from .handling import close_thread, follow_case, hand_thread_on, settle_thread
from .listing import (
    EntryPage,
    Wanted,
    entries_of,
    municipalities_of,
    own_entry,
    postbox_page,
    put_away,
    unread_count,
)
from .models import Entry, Message, MessageFile, MessageRead, Thread, ThreadAct
from .notifying import notify_holder, notify_unit
from .reading import (
    Conversation,
    Said,
    file_of_case,
    file_of_thread,
    holders_thread,
    note_reading,
    said_about_case,
    said_in_thread,
    threads_of,
)
from .waiting import ThreadPage, ThreadRow, acts_on, count_waiting, list_threads, staffs_thread, waiting
from .writing import write_message

__all__ = [
    "MAX_SUBJECT",
    "Conversation",
    "Entry",
    "EntryPage",
    "Line",
    "Message",
    "MessageFile",
    "MessageRead",
    "NotYours",
    "NothingWritten",
    "Said",
    "SomethingNew",
    "Thread",
    "ThreadAct",
    "ThreadPage",
    "ThreadRow",
    "TooManyQuestions",
    "Wanted",
    "acts_on",
    "answer_as_unit",
    "ask_unit",
    "close_thread",
    "count_waiting",
    "delete_expired_threads",
    "entries_of",
    "file_of_case",
    "file_of_thread",
    "follow_case",
    "forget_entries",
    "hand_thread_on",
    "holders_thread",
    "list_threads",
    "mark_read",
    "mark_seen",
    "municipalities_of",
    "note_reading",
    "notify_holder",
    "notify_unit",
    "own_entry",
    "postbox_page",
    "put_away",
    "put_entry",
    "remove_entry",
    "said_about_case",
    "said_in_thread",
    "settle_thread",
    "staffs_thread",
    "thread_path",
    "threads_of",
    "unread_count",
    "waiting",
    "words_of",
    "write_as_holder",
    "write_message",
]
