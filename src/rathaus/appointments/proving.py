"""Proof of work, asked for under attack only: computing that a person's device hardly notices and a flood does.

A proof is the text `<challenge>.<number>` whose SHA-256 begins with so many zero bits. The challenge is signed for
one network in one municipality and stored nowhere; the hold that its proof bought has its id, which makes it of use
once. Whoever computes with machines of their own is slowed down, not stopped: the limit for a network stays.
"""

import hashlib
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing

from rathaus.core import clock
from rathaus.tenancy.service import current_municipality

from .errors import ProofNeeded
from .models import Hold

_SECONDS = 300
_LONGEST = 300  # characters; ours are a little over a hundred


def ask_for_proof(mark: str) -> ProofNeeded:
    """A new challenge for a network, by its mark of today (`limits`). Nothing is written."""
    bits = settings.RATHAUS_PROOF_BITS
    parts = [uuid4().hex, int(clock.now().timestamp()), bits]
    return ProofNeeded(signing.dumps(parts, salt=_salt(mark)), bits)


def check_proof(proof: str, mark: str) -> UUID:
    """The id of the challenge. Raises ProofNeeded, with a new one, for what isn't a fresh and unused proof."""
    used = _read(proof, mark)
    if used is None or Hold.objects.filter(proof=used).exists():
        raise ask_for_proof(mark)
    return used


def zero_bits(text: str) -> int:
    """With how many its hash begins."""
    digest = hashlib.sha256(text.encode()).digest()
    return len(digest) * 8 - int.from_bytes(digest).bit_length()


def _read(proof: str, mark: str) -> UUID | None:
    challenge = proof.rpartition(".")[0] if len(proof) <= _LONGEST else ""
    try:
        key, seconds, bits = signing.loads(challenge, salt=_salt(mark))
    except signing.BadSignature:
        return None
    age = clock.now().timestamp() - seconds
    return UUID(key) if age < _SECONDS and zero_bits(proof) >= bits else None


def _salt(mark: str) -> str:
    return f"appointments.proof.{current_municipality().pk}.{mark}"
