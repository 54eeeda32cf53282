"""What people gave once, and the things they keep for later forms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rathaus.core import clock

from .models import Account, Profile, Thing

MOST_THINGS = 200


def profile_of(holder: UUID) -> dict[str, Any]:
    """What an account or an organisation says of itself; empty where it said nothing yet."""
    found: Any = Profile.objects.filter(holder=holder).values_list("data", flat=True).first()
    return dict(found or {})


def save_profile(holder: UUID, data: Mapping[str, Any], *, by: Account) -> None:
    """Replaces all of it. Cases and drafts keep what they have."""
    Profile.objects.update_or_create(
        holder=holder, defaults={"data": dict(data), "changed_at": clock.now(), "changed_by": by}
    )


def things_of(holder: UUID, *, kind: str | None = None) -> list[Thing]:
    """By kind and name."""
    theirs = Thing.objects.filter(holder=holder)
    return list((theirs if kind is None else theirs.filter(kind=kind)).order_by("kind", "label", "id"))


def find_thing(holder: UUID, thing: UUID) -> Thing | None:
    return Thing.objects.filter(holder=holder, pk=thing).first()


def remember_thing(holder: UUID, *, kind: str, label: str, data: Mapping[str, Any]) -> Thing | None:
    """Keep it, or bring the one of this name up to date: what was known of it besides stays.

    None where the holder keeps as many as one may.
    """
    known = Thing.objects.filter(holder=holder, kind=kind, label=label[:200]).first()
    if known is None:
        if Thing.objects.filter(holder=holder).count() >= MOST_THINGS:
            return None
        known = Thing(holder=holder, kind=kind, label=label[:200])
    known.data = {**known.data, **data}
    known.save()
    return known


def rename_thing(thing: Thing, label: str) -> bool:
    """False where the holder keeps another one of that name."""
    thing.label = label[:200]
    try:
        with transaction.atomic():
            thing.save(update_fields=["label"])
    except IntegrityError:
        return False
    return True


def forget_thing(thing: Thing) -> None:
    """Cases keep what was sent with it."""
    thing.delete()
