"""Publishing, correcting and ending, by a clerk or by a source."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.tenancy.service import current_municipality

from .errors import NotPossible
from .message import Incomplete, Message, check, key_of, values_of
from .models import Correction, DispatchKind, Facility, Kind, Publication, PublicationEvent, Topic
from .rights import require
from .second_person import ask_second_person
from .sending.dispatching import dispatch
from .showing import forget_warnings


class NeedsSecondPerson(NotPossible):
    """Another member of staff has to release it."""


class NotChangeable(NotPossible):
    """It is over, or not out yet."""


class ChangedMeanwhile(NotPossible):
    """It says something else than the person saw who releases it."""


_NOTED = ("title", "text", "instructions", "severity", "status", "places", "starts_at", "ends_at")


@transaction.atomic
def publish(message: Message, *, by: StaffMember | None = None) -> Publication:
    """Write it and, if it is due and needs no second person, send it out. The same key again gives the same one.

    Raises Incomplete, and NotAllowed for whom has no right to. A source gives `reference`, a form `idempotency_key`;
    one of them makes it once.
    """
    require(by, message.kind, of_facility=bool(message.facility))
    topic = _checked(message)
    key = message.idempotency_key or key_of(message)
    row = Publication(
        kind=message.kind,
        topic=topic,
        facility=Facility.objects.get(key=message.facility) if message.facility else None,
        due_at=message.due_at or clock.now(),
        source=message.source,
        reference=message.reference or key,
        idempotency_key=key,
        by=by,
        needs_second=_rule_of_two(message.kind, by),
        created_at=clock.now(),
        **values_of(message),
    )
    Publication.objects.bulk_create([row], ignore_conflicts=True)
    found = Publication.objects.select_for_update().filter(idempotency_key=key).first()
    if found is None:  # the reference is known under another key
        found = Publication.objects.get(source=message.source, reference=row.reference)
    if found.pk == row.pk:
        note(found, "written", by)
        if found.needs_second:
            ask_second_person(found)
        go_out_if_due(found)
    return found


@transaction.atomic
def release(publication: Publication, *, by: StaffMember, sequence: int | None = None) -> None:
    """The second person lets it out, once.

    Raises NeedsSecondPerson for who wrote it, NotAllowed for whom may not warn, ChangedMeanwhile if its `sequence`
    is no longer the one that they saw, and NotChangeable if its end has passed meanwhile.
    """
    require(by, publication.kind)
    found = locked(publication)
    if found.by_id == by.pk or found.by_id is None:
        raise NeedsSecondPerson
    if sequence is not None and found.sequence != sequence:
        raise ChangedMeanwhile
    if found.published_at is None and found.ended_at is None and found.is_over:
        raise NotChangeable
    if found.needs_second and found.released_by_id is None and found.ended_at is None:
        found.released_by = by
        found.save(update_fields=["released_by"])
        note(found, "released", by)
        go_out_if_due(found)


def go_out_if_due(publication: Publication) -> bool:
    """Make it public and send it out, once. The row must be locked.

    A status or a warning whose end has passed while it waited stays where it is: it would tell what is no more.
    """
    now = clock.now()
    waits = publication.needs_second and publication.released_by_id is None
    too_late = publication.is_over if publication.kind in (Kind.STATUS, Kind.WARNING) else publication.ended_at
    if publication.published_at or too_late or waits or publication.due_at > now:
        return False
    publication.published_at = publication.updated_at = now
    publication.save(update_fields=["published_at", "updated_at"])
    note(publication, "published", publication.released_by or publication.by)
    dispatch(publication, DispatchKind.FIRST)
    forget_warnings()
    return True


@transaction.atomic
def publish_due() -> int:
    """What was written for later and is due now; how many."""
    waiting = Publication.objects.select_for_update(skip_locked=True).filter(
        ~Q(kind__in=[Kind.STATUS, Kind.WARNING], ends_at__lte=clock.now()),
        Q(needs_second=False) | Q(released_by__isnull=False),
        published_at=None,
        ended_at=None,
        due_at__lte=clock.now(),
    )
    return sum(go_out_if_due(row) for row in waiting.order_by("due_at")[:100])


@transaction.atomic
def revise(
    publication: Publication, message: Message, *, by: StaffMember | None = None, tell: bool = True
) -> Publication:
    """Correct it. With `tell`, everybody who gets the topic is told; no change tells nobody.

    What isn't out yet goes out when the message says, if it does. What waits for its release is then the word of who
    corrected it, and whoever released it must look again. Raises
    Incomplete, NotAllowed, NotChangeable, and NeedsSecondPerson for a warning that is out: see `correct`.
    """
    check(message)
    require(by, publication.kind, of_facility=publication.facility_id is not None)
    found = locked(publication)
    if found.ended_at is not None:
        raise NotChangeable
    is_source = by is None and found.source != "desk"
    if found.published_at is not None and takes_two(found, by) and not is_source:
        raise NeedsSecondPerson
    values = values_of(message)
    if not differs(found, values):
        return found
    if found.published_at is None and message.due_at is not None:
        found.due_at = message.due_at
    if is_source:  # its word again, whoever corrected it
        found.needs_second, found.by, found.released_by = False, None, None
    elif found.needs_second:
        found.by, found.released_by = by, None
    say(found, values, by=by, tell=tell)
    if found.needs_second:
        ask_second_person(found)
    return found


def differs(publication: Publication, values: dict[str, Any]) -> bool:
    return any(getattr(publication, name) != value for name, value in values.items())


def say(found: Publication, values: dict[str, Any], *, by: StaffMember | None, tell: bool) -> None:
    """From now on it says this; a correction that waits is out of date with it. The row must be locked."""
    for name, value in values.items():
        setattr(found, name, value)
    found.sequence += 1
    found.updated_at = clock.now()
    found.save()
    note(found, "revised", by)
    give_up_correction(found, by=by)
    forget_warnings()
    if tell and found.published_at is not None:
        dispatch(found, DispatchKind.CORRECTION)


@transaction.atomic
def end(publication: Publication, *, by: StaffMember | None = None, text: str = "", tell: bool = True) -> Publication:
    """The all-clear: it holds no longer. What isn't out yet never gets out. Any number of times.

    One person decides it, of a warning too: who can't find a second one must not leave people in fear. Raises
    NotAllowed.
    """
    require(by, publication.kind, of_facility=publication.facility_id is not None)
    found = locked(publication)
    if found.ended_at is not None:
        return found
    found.ended_at = found.updated_at = clock.now()
    found.sequence += 1
    found.text = clean_text(text).strip() or found.text
    found.save()
    note(found, "ended", by)
    give_up_correction(found, by=by)
    forget_warnings()
    if tell and found.published_at is not None:
        dispatch(found, DispatchKind.ALL_CLEAR)
    return found


def give_up_correction(publication: Publication, *, by: StaffMember | None) -> None:
    """What waits for a second person won't be said any more. The publication must be locked."""
    waiting = Correction.objects.filter(publication=publication, released_at=None, withdrawn_at=None)
    waiting.update(withdrawn_by=by, withdrawn_at=clock.now())


def preview_of(message: Message) -> Publication:
    """What it would be, kept nowhere. Raises Incomplete."""
    topic = _checked(message)
    return Publication(kind=message.kind, topic=topic, **values_of(message))


def _checked(message: Message) -> Topic:
    """The topic that it is about. Raises Incomplete."""
    check(message)
    topic = Topic.objects.filter(key=message.topic, is_leaf=True, is_active=True).first()
    if topic is None:
        raise Incomplete("topic")
    return topic


def takes_two(publication: Publication, by: StaffMember | None) -> bool:
    """Whether what it says is changed by two people: a warning that took two, or any by somebody where that is the
    rule today."""
    return publication.needs_second or _rule_of_two(publication.kind, by)


def _rule_of_two(kind: str, by: StaffMember | None) -> bool:
    return kind == Kind.WARNING and by is not None and bool(current_municipality().settings.get("two_persons"))


def locked(publication: Publication) -> Publication:
    return Publication.objects.select_for_update().get(pk=publication.pk)


def note(publication: Publication, kind: str, by: StaffMember | None, said: dict[str, Any] | None = None) -> None:
    """Into its story, with the words that it has now, or those that were proposed."""
    words = {name: getattr(publication, name) for name in _NOTED} | {
        name: value for name, value in (said or {}).items() if name in _NOTED
    }
    for name in ("starts_at", "ends_at"):
        words[name] = words[name].isoformat() if words[name] else ""
    PublicationEvent.objects.create(publication=publication, kind=kind, staff=by, said=words)
