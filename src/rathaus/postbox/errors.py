"""Why nothing was written."""


class NothingWritten(Exception):
    """A message needs a text or a file."""


class SomethingNew(Exception):
    """Since the writer looked, somebody else wrote: they should read it first."""


class NotYours(Exception):
    """Who asks may not do this with the conversation."""


class TooManyQuestions(Exception):
    """This holder has asked so much today that the town hall couldn't read it."""
