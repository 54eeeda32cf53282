"""Correcting what is out: at once, or once a second person agrees."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock

from .message import Message, check, values_of
from .models import Correction, Publication
from .publishing import (
    ChangedMeanwhile,
    NeedsSecondPerson,
    NotChangeable,
    differs,
    give_up_correction,
    locked,
    note,
    revise,
    say,
    takes_two,
)
from .rights import require
from .second_person import ask_second_person

_TIMES = ("starts_at", "ends_at")


@transaction.atomic
def correct(publication: Publication, message: Message, *, by: StaffMember, tell: bool) -> Correction | None:
    """Say it otherwise from now on; of a warning, where two are asked, give back the correction that waits.

    Another one takes the place of the one that waits. Raises Incomplete, NotAllowed, NotChangeable.
    """
    found = locked(publication)
    if found.ended_at is not None:
        raise NotChangeable
    if found.published_at is None or not takes_two(found, by):
        revise(found, message, by=by, tell=tell)
        return None
    check(message)
    require(by, found.kind)
    values = values_of(message)
    if not differs(found, values):
        return None
    give_up_correction(found, by=by)
    note(found, "proposed", by, values)
    row = Correction.objects.create(publication=found, said=_packed(values), tell=tell, by=by)
    ask_second_person(found, row)
    return row


@transaction.atomic
def release_correction(publication: Publication, correction_id: UUID, *, by: StaffMember) -> None:
    """The second person agrees: it is said from now on, and everybody is told, once.

    Raises NeedsSecondPerson for who wrote it, NotAllowed, ChangedMeanwhile if it waits no longer, and NotChangeable
    when the time that it names is over.
    """
    require(by, publication.kind)
    found = locked(publication)
    row = _waiting(found, correction_id)
    if row.by_id == by.pk:
        raise NeedsSecondPerson
    said = _unpacked(row.said)
    if said["ends_at"] is not None and said["ends_at"] <= clock.now():
        raise NotChangeable
    row.released_by, row.released_at = by, clock.now()
    row.save(update_fields=["released_by", "released_at"])
    found.needs_second, found.by, found.released_by = True, row.by, by  # who wrote and who released what it says now
    say(found, said, by=row.by, tell=row.tell)
    note(found, "released", by)


@transaction.atomic
def withdraw_correction(publication: Publication, correction_id: UUID, *, by: StaffMember) -> None:
    """It stays as it is. Anybody who may warn can say so. Raises NotAllowed, and ChangedMeanwhile."""
    require(by, publication.kind)
    found = locked(publication)
    _waiting(found, correction_id)
    give_up_correction(found, by=by)
    note(found, "withdrawn", by)


def waiting_correction(publication: Publication) -> tuple[Correction, Publication] | None:
    """The one that waits, and what the publication would be with it, kept nowhere."""
    rows = Correction.objects.filter(publication=publication, released_at=None, withdrawn_at=None)
    row = rows.select_related("by__account").first()
    if row is None:
        return None
    told = Publication(
        pk=publication.pk, kind=publication.kind, topic=publication.topic, facility=publication.facility
    )
    for name, value in _unpacked(row.said).items():
        setattr(told, name, value)
    return row, told


def _waiting(publication: Publication, correction_id: UUID) -> Correction:
    rows = Correction.objects.filter(publication=publication, released_at=None, withdrawn_at=None)
    row = rows.filter(pk=correction_id).first()
    if row is None:
        raise ChangedMeanwhile
    return row


def _packed(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, **{name: values[name].isoformat() if values[name] else "" for name in _TIMES}}


def _unpacked(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, **{name: datetime.fromisoformat(said[name]) if said[name] else None for name in _TIMES}}
