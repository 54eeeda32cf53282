"""How sure it must be who applies: each service says so, and who applies online must reach it."""

from uuid import UUID

from rathaus.accounts.service import Level, Need
from rathaus.catalogue.service import compiled

from .errors import TrustTooLow
from .models import Channel


def need_for(version_id: UUID, level: Level, *, channel: str = Channel.ONLINE) -> Need:
    """What this version of a service asks for, and what is reached.

    What staff record has no need of its own: they see who is there, compare a signature or call back, and answer for
    it. Nor have internal applications, for which staff sign in with a second factor.
    """
    return Need(needed=asked_by(version_id) if channel == Channel.ONLINE else Level.NONE, has=level)


def asked_by(version_id: UUID) -> Level:
    """What the definition of the service says."""
    return Level(compiled(version_id).definition.trust_level)


def refuse_if_too_low(version_id: UUID, level: Level, *, channel: str = Channel.ONLINE) -> None:
    """Raises TrustTooLow."""
    need = need_for(version_id, level, channel=channel)
    if not need.met:
        raise TrustTooLow(need)
