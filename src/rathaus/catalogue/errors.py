"""Why the catalogue refused something. Nothing was changed then."""

from collections.abc import Mapping


class Stale(Exception):  # reads as what it says where it is caught
    """Somebody else changed it in between: `revision` is the one it has now."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        super().__init__(f"it is at revision {revision} by now")


class KeyTaken(Exception):  # as above
    """A draft of a service with this key is there already."""


class TextsInvalid(ValueError):  # as above
    """Own words that can't be used; `reasons` by (language, key of the text)."""

    def __init__(self, reasons: Mapping[tuple[str, str], str]) -> None:
        self.reasons = dict(reasons)
        super().__init__("; ".join(f"{'.'.join(place)}: {reason}" for place, reason in self.reasons.items()))
