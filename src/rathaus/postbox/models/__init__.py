"""Entries of postboxes, and the conversations."""

from .entry import Entry
from .thread import Message, MessageFile, MessageRead, Thread, ThreadAct

__all__ = ["Entry", "Message", "MessageFile", "MessageRead", "Thread", "ThreadAct"]
