"""Why nothing was written."""


class NothingWritten(Exception):
    """A message needs a text or a file."""


class NotYours(Exception):
    """Who asks may not do this with the conversation."""
