"""What the channel refuses."""


class NotPossible(Exception):
    """The base of what is refused."""
