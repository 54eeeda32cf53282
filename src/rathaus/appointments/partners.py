"""Keys for partners' programs: made and revoked by administrators."""

import hashlib
import os

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.ids import crockford

from .models import PartnerKey

_PREFIX, _BYTES, _SHOWN = "rk-", 20, 9  # 160 bits
_MOST = 200


@transaction.atomic
def create_partner_key(name: str, *, by: StaffMember) -> tuple[PartnerKey, str]:
    """The row, and the key, which nobody can read again. Raises ValueError without a name."""
    if not name.strip():
        raise ValueError("a key needs a name")
    secret = _PREFIX + crockford(os.urandom(_BYTES)).lower()
    row = PartnerKey.objects.create(
        name=name.strip()[:100], key_hash=_hash(secret), hint=secret[:_SHOWN], created_by=by
    )
    return row, secret


@transaction.atomic
def revoke_partner_key(row: PartnerKey, *, by: StaffMember) -> None:
    """From the next request on it opens nothing. Revoking again changes nothing."""
    PartnerKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=clock.now(), revoked_by=by)


def find_partner(secret: str) -> PartnerKey | None:
    """With 160 bits it needs no limit on tries."""
    found: PartnerKey | None = PartnerKey.objects.filter(key_hash=_hash(secret[:_MOST]), revoked_at=None).first()
    return found


def partner_keys() -> list[PartnerKey]:
    """All that there ever were, those in use first."""
    keys = PartnerKey.objects.select_related("created_by__account", "revoked_by__account")
    return sorted(keys.order_by("-created_at"), key=lambda key: key.revoked_at is not None)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
