"""Services that are being written at the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock
from rathaus.formengine.service import DefinitionsInvalid, Problem, ServiceDefinition

from .errors import KeyTaken, Stale
from .log import Act, note
from .models import DraftStep, Offer, Publication, ServiceDraft, ServiceVersion
from .publishing import publish
from .terms import fitting, terms_of
from .versions import check_content, store_version

_MAX_STEPS = 30


@transaction.atomic
def create_draft(
    content: Mapping[str, Any],
    *,
    source: str,
    by: StaffMember | None,
    todos: Sequence[Any] = (),
    base: ServiceVersion | None = None,
) -> ServiceDraft:
    """Begin a service, sound or not; its key must stand in `content`. Raises KeyTaken."""
    try:
        with transaction.atomic():
            draft = ServiceDraft.objects.create(
                service_key=content["key"],
                content=dict(content),
                source=source,
                todos=list(todos),
                base=base,
                changed_by=by,
            )
    except IntegrityError as taken:
        raise KeyTaken(content["key"]) from taken
    note(Act.DRAFT, by=by, service=draft.service_key)
    return draft


def find_draft(key: str) -> ServiceDraft | None:
    return ServiceDraft.objects.filter(service_key=key).select_related("changed_by__account").first()


@transaction.atomic
def save_draft(
    draft: ServiceDraft,
    content: Mapping[str, Any],
    *,
    revision: int,
    by: StaffMember | None,
    todos: Sequence[Any] | None = None,
) -> ServiceDraft:
    """Keep what was changed, sound or not; what was before can be brought back (`undo_change`).

    Raises Stale if the draft isn't at `revision` any more.
    """
    current = _at_revision(draft, revision)
    _remember(current)
    return _replace(current, content, current.todos if todos is None else list(todos), by=by)


@transaction.atomic
def undo_change(draft: ServiceDraft, *, revision: int, by: StaffMember | None) -> bool:
    """Take the last change back; False where there is none. Undoing again goes further back. Raises Stale."""
    current = _at_revision(draft, revision)
    step = current.steps.order_by("-revision").first()
    if step is None:
        return False
    _replace(current, step.content, step.todos, by=by)
    step.delete()
    return True


def can_undo(draft: ServiceDraft) -> bool:
    return draft.steps.exists()


def _at_revision(draft: ServiceDraft, revision: int) -> ServiceDraft:
    current = ServiceDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if current is None or current.revision != revision:
        raise Stale(current.revision if current else 0)
    return current


def _remember(draft: ServiceDraft) -> None:
    kept = {"revision": draft.revision, "content": draft.content, "todos": draft.todos}
    DraftStep.objects.create(draft=draft, changed_by=draft.changed_by, changed_at=draft.changed_at, **kept)
    newest = draft.steps.order_by("-revision").values_list("pk", flat=True)[:_MAX_STEPS]
    draft.steps.exclude(pk__in=list(newest)).delete()


def _replace(
    draft: ServiceDraft, content: Mapping[str, Any], todos: list[Any], *, by: StaffMember | None
) -> ServiceDraft:
    draft.content, draft.todos = {**content, "key": draft.service_key}, todos
    draft.revision += 1
    draft.changed_by, draft.changed_at = by, clock.now()
    draft.save()
    note(Act.DRAFT_SAVED, by=by, service=draft.service_key)
    return draft


@transaction.atomic
def discard_draft(draft: ServiceDraft, *, revision: int, by: StaffMember | None = None) -> None:
    """Throw it away; what is on offer stays. Raises Stale."""
    gone, _ = ServiceDraft.objects.filter(pk=draft.pk, revision=revision).delete()
    if not gone:
        current = ServiceDraft.objects.filter(pk=draft.pk).first()
        raise Stale(current.revision if current else 0)
    note(Act.DRAFT_GONE, by=by, service=draft.service_key)


def problems_of(draft: ServiceDraft) -> tuple[Problem, ...]:
    """What keeps the draft from being published: the check of definitions, its examples too."""
    return check_content(draft.content)[1]


@transaction.atomic
def publish_draft(
    draft: ServiceDraft,
    *,
    unit: Unit,
    by: StaffMember | None,
    revision: int | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Publication:
    """Put it on offer as a service of this municipality, which the shared definitions no longer change.

    The draft is gone then. Parameters keep their values as far as the new version knows them. Raises Stale,
    DefinitionsInvalid with every problem, ParametersInvalid, TextsInvalid: what is on offer stays as it is.
    """
    locked = ServiceDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None or revision not in {None, locked.revision}:
        raise Stale(locked.revision if locked else 0)
    definition = _sound(locked)
    offer = Offer.objects.filter(service_key=locked.service_key).first() or Offer(service_key=locked.service_key)
    offer.origin, offer.unit = Offer.Origin.OWN, unit
    terms = terms_of(offer) if parameters is None else replace(terms_of(offer), parameters=parameters)
    publication = publish(offer, store_version(definition), by=by, terms=fitting(terms, definition))
    locked.delete()
    return publication


def _sound(draft: ServiceDraft) -> ServiceDefinition:
    definition, problems = check_content(draft.content)
    if definition is None or problems:
        raise DefinitionsInvalid(problems)
    return definition
