"""Entries of postboxes, and the conversations."""

from .entry import Entry
from .thread import Message, MessageFile, Thread

__all__ = ["Entry", "Message", "MessageFile", "Thread"]
