"""Sessions in the database, as Django's; what cannot be a key of ours counts as no session."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    @staticmethod
    def _validate_session_key(key: str) -> bool:
        """A cookie may hold anything, a quoted NUL too, which PostgreSQL refuses: that would be a server error."""
        return bool(key) and key.isascii() and key.isalnum()
