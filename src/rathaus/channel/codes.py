"""The private link of a subscriber: signed, never stored, good for managing and leaving only."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from rathaus.tenancy.service import base_url, current_municipality

from .models import Subscriber

_ID = 16


def subscriber_token(subscriber: UUID, generation: int) -> str:
    """Another municipality, secret key or generation doesn't know it."""
    return token_maker()(subscriber, generation)


def token_maker() -> Callable[[UUID, int], str]:
    """`subscriber_token` for many, to be called outside of the scope too."""
    signer = _signer()

    def token(subscriber: UUID, generation: int) -> str:
        packed = subscriber.bytes + bytes([generation % 256])
        return signer.sign(urlsafe_b64encode(packed).decode().rstrip("="))

    return token


def find_subscriber(token: str) -> Subscriber | None:
    """None for a token that we didn't make, and for who left."""
    try:
        packed = _signer().unsign(token)
    except BadSignature:
        return None
    parts = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    found = Subscriber.objects.filter(pk=UUID(bytes=parts[:_ID])).first()
    return found if found is not None and found.generation % 256 == parts[_ID] else None


def private_link(token: str) -> str:
    return f"{base_url(current_municipality())}{reverse('channel_mine', args=[token])}"


def _signer() -> Signer:
    return Signer(salt=f"rathaus.channel:{current_municipality().pk}", sep=".")
