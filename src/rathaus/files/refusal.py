"""Why a file was not taken, as a sentence for the person who sent it."""


class Refused(Exception):
    """The file is not taken and nothing of it is kept. `message` tells why and what to do, in the active language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
