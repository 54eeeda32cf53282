"""The door of the postbox: what other apps may import."""

from .entries import Line, entries_of, forget_entries, mark_read, municipalities_of, put_entry, remove_entry
from .expiring import delete_expired_threads
from .models import Entry, Message, MessageFile, Thread

__all__ = [
    "Entry",
    "Line",
    "Message",
    "MessageFile",
    "Thread",
    "delete_expired_threads",
    "entries_of",
    "forget_entries",
    "mark_read",
    "municipalities_of",
    "put_entry",
    "remove_entry",
]
