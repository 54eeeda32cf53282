"""What a provider said about somebody, after everything was checked."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from rathaus.accounts.models import Level, SignInMethod

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Claims:
    """`email` is only good for finding an account if `email_verified`, and never good for joining one."""

    method: SignInMethod
    issuer: str
    subject: str
    level: Level
    email: str = ""
    email_verified: bool = False
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(**{**kept, "method": SignInMethod(kept["method"]), "level": Level(kept["level"])})


class FederationError(Exception):
    """A sign-in with a state account that did not happen. `reason` is one of our own words and goes into the log."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Refused(FederationError):
    """The answer is not one that we may believe."""


class Cancelled(FederationError):
    """The person, or the provider, ended it there."""


class ProviderDown(FederationError):
    """The provider doesn't answer, or with an error of its own. The attempt can be repeated."""


def checked_subject(value: object) -> str:
    """A subject as a key of ours. Raises Refused: a subject cut off could be somebody else's."""
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or "\x00" in value:
        raise Refused("subject")
    return value
