"""The secrets of invitations: derived, never stored, the same at every municipality's host."""

from uuid import UUID

from rathaus.core.secrets import code_hash, link_secret

__all__ = ["code_hash", "invitation_code"]


def invitation_code(invitation: UUID) -> str:
    """Its row keeps `code_hash` of it, to be found by."""
    return link_secret(f"invitation:{invitation}")
