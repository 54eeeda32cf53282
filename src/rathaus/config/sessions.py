"""Sessions in the database, as Django's; what cannot be a key of ours counts as no session."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.utils.crypto import get_random_string

_LENGTH = 32  # of 36 characters: nobody guesses one, and two are never the same


class SessionStore(db.SessionStore):
    @staticmethod
    def _validate_session_key(key: str) -> bool:
        """A cookie may hold anything, a quoted NUL too, which PostgreSQL refuses: that would be a server error."""
        return bool(key) and key.isascii() and key.isalnum()

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's signature
        """Without the savepoint around an update: it changes one row or none, and cannot fail."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(dict(self.items()))
        kept = {"session_data": row.session_data, "expire_date": row.expire_date}
        if not self.model.objects.filter(session_key=row.session_key).update(**kept):
            raise UpdateError  # it was ended meanwhile: the middleware answers 400, and nothing of it comes back

    def cycle_key(self) -> None:
        """A new key at sign-in; the old one opens nothing any more. One statement instead of Django's seven."""
        loaded, old, new = dict(self.items()), self.session_key, get_random_string(_LENGTH, VALID_KEY_CHARS)
        if not old or not self.model.objects.filter(session_key=old).update(session_key=new):
            super().cycle_key()
            return
        self._session_key, self._session_cache = new, loaded
        self.modified = True
