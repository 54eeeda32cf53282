"""Publishing, correcting and ending, by a clerk or by a source."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.core.text import clean_text
from rathaus.tenancy.service import current_municipality

from .errors import NotPossible
from .models import DispatchKind, Facility, Kind, Publication, PublicationEvent, Topic
from .sending.dispatching import dispatch
from .showing import forget_warnings


class NeedsSecondPerson(NotPossible):
    """Another member of staff has to release it."""


class NotChangeable(NotPossible):
    """It is over, or not out yet."""


class Incomplete(NotPossible):
    """Something is missing or contradicts itself; `field` names it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.field = name


@dataclass(frozen=True)
class Message:
    """What is to be told. `places` empty means everywhere; instants are aware.

    `source` and `reference` name what it comes from; the same again is the same publication.
    """

    kind: Kind
    topic: str
    title: str
    text: str = ""
    places: tuple[str, ...] = ()
    instructions: str = ""
    severity: str = ""
    status: str = ""
    location: str = ""
    link: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    due_at: datetime | None = None
    facility: str = ""
    source: str = "desk"
    reference: str = ""
    idempotency_key: str = field(default="")


_WORDS = ("title", "text", "instructions", "location")
_CHANGEABLE = (*_WORDS, "places", "severity", "status", "link", "starts_at", "ends_at")


@transaction.atomic
def publish(message: Message, *, by: StaffMember | None = None) -> Publication:
    """Write it and, if it is due and needs no second person, send it out. The same key again gives the same one.

    Raises Incomplete. A source gives `reference`, a form `idempotency_key`; one of them makes it once.
    """
    topic = _checked(message)
    key = message.idempotency_key or _key_of(message)
    row = Publication(
        kind=message.kind,
        topic=topic,
        facility=Facility.objects.get(key=message.facility) if message.facility else None,
        due_at=message.due_at or clock.now(),
        source=message.source,
        reference=message.reference or key,
        idempotency_key=key,
        by=by,
        needs_second=_needs_second(message.kind, by),
        created_at=clock.now(),
        **_values(message),
    )
    Publication.objects.bulk_create([row], ignore_conflicts=True)
    found = Publication.objects.select_for_update().filter(idempotency_key=key).first()
    if found is None:  # the reference is known under another key
        found = Publication.objects.get(source=message.source, reference=row.reference)
    if found.pk == row.pk:
        _note(found, "written", by)
        go_out_if_due(found)
    return found


@transaction.atomic
def release(publication: Publication, *, by: StaffMember) -> None:
    """The second person lets it out. Raises NeedsSecondPerson for the first."""
    found = _locked(publication)
    if found.by_id == by.pk or found.by_id is None:
        raise NeedsSecondPerson
    if found.released_by_id is None and found.ended_at is None:
        found.released_by = by
        found.save(update_fields=["released_by"])
        _note(found, "released", by)
        go_out_if_due(found)


def go_out_if_due(publication: Publication) -> bool:
    """Make it public and send it out, once. The row must be locked."""
    now = clock.now()
    waits = publication.needs_second and publication.released_by_id is None
    if publication.published_at or publication.ended_at or waits or publication.due_at > now:
        return False
    publication.published_at = publication.updated_at = now
    publication.save(update_fields=["published_at", "updated_at"])
    _note(publication, "published", publication.released_by or publication.by)
    dispatch(publication, DispatchKind.FIRST)
    forget_warnings()
    return True


@transaction.atomic
def publish_due() -> int:
    """What was written for later and is due now; how many."""
    waiting = Publication.objects.select_for_update(skip_locked=True).filter(
        published_at=None, ended_at=None, due_at__lte=clock.now()
    )
    return sum(go_out_if_due(row) for row in waiting.order_by("due_at")[:100])


@transaction.atomic
def revise(
    publication: Publication, message: Message, *, by: StaffMember | None = None, tell: bool = True
) -> Publication:
    """Correct it. With `tell`, everybody who gets the topic is told; no change tells nobody.

    Raises Incomplete, NotChangeable, and NeedsSecondPerson for a warning that took two: end it and write a new one.
    """
    _check(message)
    found = _locked(publication)
    if found.ended_at is not None:
        raise NotChangeable
    if found.needs_second and found.published_at is not None:
        raise NeedsSecondPerson
    values = _values(message)
    if all(getattr(found, name) == value for name, value in values.items()):
        return found
    for name, value in values.items():
        setattr(found, name, value)
    found.sequence += 1
    found.updated_at = clock.now()
    found.save()
    _note(found, "revised", by)
    forget_warnings()
    if tell and found.published_at is not None:
        dispatch(found, DispatchKind.CORRECTION)
    return found


@transaction.atomic
def end(publication: Publication, *, by: StaffMember | None = None, text: str = "", tell: bool = True) -> Publication:
    """The all-clear: it holds no longer. What isn't out yet never gets out. Any number of times."""
    found = _locked(publication)
    if found.ended_at is not None:
        return found
    found.ended_at = found.updated_at = clock.now()
    found.sequence += 1
    found.text = clean_text(text).strip() or found.text
    found.save()
    _note(found, "ended", by)
    forget_warnings()
    if tell and found.published_at is not None:
        dispatch(found, DispatchKind.ALL_CLEAR)
    return found


def preview_of(message: Message) -> Publication:
    """What it would be, kept nowhere. Raises Incomplete."""
    topic = _checked(message)
    return Publication(kind=message.kind, topic=topic, **_values(message))


def _checked(message: Message) -> Topic:
    """The topic that it is about. Raises Incomplete."""
    _check(message)
    topic = Topic.objects.filter(key=message.topic, is_leaf=True, is_active=True).first()
    if topic is None:
        raise Incomplete("topic")
    return topic


def _check(message: Message) -> None:
    warns = message.kind == Kind.WARNING
    if not message.title.strip():
        raise Incomplete("title")
    if warns and not message.severity:
        raise Incomplete("severity")
    if (warns or message.kind == Kind.EVENT) and message.ends_at is None:
        raise Incomplete("ends_at")
    if message.kind == Kind.EVENT and message.starts_at is None:
        raise Incomplete("starts_at")
    if message.ends_at and message.starts_at and message.ends_at <= message.starts_at:
        raise Incomplete("ends_at")
    if set(message.places) - set(current_municipality().settings.get("places", [])):
        raise Incomplete("places")


def _values(message: Message) -> dict[str, Any]:
    told = {name: value for name, value in asdict(message).items() if name in _CHANGEABLE}
    told |= {name: clean_text(told[name]).strip() for name in _WORDS}
    told["title"] = " ".join(told["title"].split())[:120]
    told["places"] = list(told["places"])
    told["severity"] = told["severity"] if message.kind == Kind.WARNING else ""
    return told


def _key_of(message: Message) -> str:
    """Who gives neither key nor reference means something new each time."""
    if not message.reference:
        return str(uuid7())
    return hashlib.sha256(f"{message.source}\0{message.reference}".encode()).hexdigest()


def _needs_second(kind: Kind, by: StaffMember | None) -> bool:
    return kind == Kind.WARNING and by is not None and bool(current_municipality().settings.get("two_persons"))


def _locked(publication: Publication) -> Publication:
    return Publication.objects.select_for_update().get(pk=publication.pk)


def _note(publication: Publication, kind: str, by: StaffMember | None) -> None:
    said = {name: getattr(publication, name) for name in ("title", "text", "instructions", "severity", "status")}
    said |= {"places": publication.places}
    for name in ("starts_at", "ends_at"):
        instant = getattr(publication, name)
        said[name] = instant.isoformat() if instant else ""
    PublicationEvent.objects.create(publication=publication, kind=kind, staff=by, said=said)
