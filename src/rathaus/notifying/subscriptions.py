"""What the link in an e-mail switches off: one kind of e-mail, for one reader. It holds nothing personal."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from rathaus.core.secrets import mark
from rathaus.outbox.service import Kind, OutgoingMail, is_mandatory
from rathaus.tenancy.service import current_municipality

from .models import SwitchedOff, Way
from .wanted import switch_kind, ways_of

_OF_READER, _OF_ADDRESS = b"r", b"a"


@dataclass(frozen=True, slots=True)
class OfReader:
    """E-mails of a kind to a reader, in the matters of a holder."""

    kind: Kind
    reader: UUID
    holder: UUID

    @property
    def is_on(self) -> bool:
        return ways_of([self.reader], holder=self.holder, kind=self.kind)[self.reader] is not Way.NONE

    def switch(self, *, on: bool) -> None:
        """Any number of times. On again means the default."""
        switch_kind(self.reader, holder=self.holder, kind=self.kind, on=on)

    @property
    def packed(self) -> bytes:
        return _OF_READER + self.reader.bytes + self.holder.bytes + self.kind.encode()


@dataclass(frozen=True, slots=True)
class OfAddress:
    """E-mails of a kind about one case to somebody without an account; `address` is the hash of theirs."""

    kind: Kind
    address: str
    about: UUID

    @property
    def is_on(self) -> bool:
        return not self._rows().exists()

    def switch(self, *, on: bool) -> None:
        """Any number of times."""
        if on:
            self._rows().delete()
        else:
            row = SwitchedOff(address=self.address, about=self.about, kind=self.kind)
            SwitchedOff.objects.bulk_create([row], ignore_conflicts=True)

    @property
    def packed(self) -> bytes:
        return _OF_ADDRESS + bytes.fromhex(self.address) + self.about.bytes + self.kind.encode()

    def _rows(self) -> QuerySet[SwitchedOff]:
        return SwitchedOff.objects.filter(address=self.address, about=self.about, kind=self.kind)


Subscription = OfReader | OfAddress


def subscription_of(mail: OutgoingMail) -> Subscription | None:
    """What an e-mail belongs to, if it can be switched off."""
    if is_mandatory(mail.kind):
        return None
    if mail.reader is not None and mail.holder is not None:
        return OfReader(Kind(mail.kind), mail.reader, mail.holder)
    return None if mail.about is None else OfAddress(Kind(mail.kind), _hash(mail.to), mail.about)


def subscription_token(subscription: Subscription) -> str:
    """For the address of the page. Another municipality, or another secret key, doesn't know it."""
    return _signer().sign(urlsafe_b64encode(subscription.packed).decode().rstrip("="))


def find_subscription(token: str) -> Subscription | None:
    """None for a token that we didn't make."""
    try:
        packed = _signer().unsign(token)
    except BadSignature:
        return None
    parts = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    of, first, second, kind = parts[:1], parts[1:17], parts[17:33], Kind(parts[33:].decode())
    if of == _OF_READER:
        return OfReader(kind, UUID(bytes=first), UUID(bytes=second))
    return OfAddress(kind, first.hex(), UUID(bytes=second))


def _signer() -> Signer:
    return Signer(salt=f"rathaus.unsubscribe:{current_municipality().pk}", sep=".")


def _hash(address: str) -> str:
    """Keyed, so that nobody who reads the table finds out addresses by trying them."""
    return mark(f"unsubscribe:{address.strip().casefold()}")
