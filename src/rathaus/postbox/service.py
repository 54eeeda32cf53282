"""The door of the postbox: what other apps may import."""

from .entries import Line, entries_of, mark_read, municipalities_of, put_entry, remove_entry
from .models import Entry, Message, MessageFile, Thread

__all__ = [
    "Entry",
    "Line",
    "Message",
    "MessageFile",
    "Thread",
    "entries_of",
    "mark_read",
    "municipalities_of",
    "put_entry",
    "remove_entry",
]
