"""Changing the terms of an offer: collected in a draft, in force once they are published."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rathaus.accounts.service import StaffMember
from rathaus.core import clock

from .errors import Stale
from .log import Act, note
from .models import Offer, Publication, ServiceVersion, TermsDraft
from .publishing import publish
from .terms import check_terms, fitting, terms_of, write_terms
from .versions import compiled

_ACTS = {
    "parameters": Act.PARAMETERS,
    "members": Act.MEMBERS,
    "texts": Act.TEXTS,
    "window": Act.WINDOW,
    "unit": Act.WINDOW,
}


def terms_draft(offer: Offer) -> TermsDraft:
    """What was changed and isn't published yet; the terms in force, and `is_open` false, where nothing was."""
    rows = TermsDraft.objects.filter(offer=offer).select_related("unit", "changed_by__account")
    draft = rows.first() or TermsDraft(offer=offer, revision=0, is_open=False)
    if not draft.is_open:
        write_terms(terms_of(offer), draft)
    return draft


@transaction.atomic
def change_terms(offer: Offer, changes: Mapping[str, Any], *, revision: int, by: StaffMember | None) -> TermsDraft:
    """Note changed terms, by the names of Terms' fields, on the draft that was seen at `revision`.

    Terms that are again as published close the draft. Raises Stale, ParametersInvalid, TextsInvalid; nothing is
    kept then.
    """
    draft = _lock(offer, revision)
    service = compiled(offer.current_version)
    terms = fitting(replace(terms_of(draft), **changes), service.definition)
    check_terms(service, terms)
    write_terms(terms, draft)
    for name in sorted({_ACTS[change] for change in changes}):
        note(name, by=by, service=offer.service_key)
    return _save(draft, is_open=terms != terms_of(offer), by=by)


@transaction.atomic
def discard_terms(offer: Offer, *, revision: int, by: StaffMember | None) -> None:
    """Throw the changes away; what is on offer stays as it is. Raises Stale."""
    _save(_lock(offer, revision), is_open=False, by=by)
    note(Act.DISCARD, by=by, service=offer.service_key)


@transaction.atomic
def publish_terms(offer: Offer, *, revision: int, draft_revision: int, by: StaffMember) -> Publication:
    """Let the changed terms hold from now on. Without changes, offer it again as it was before it was withdrawn.

    Raises Stale if either the offer or the draft isn't at the revision that was seen, else as `publish` does.
    """
    draft, version = _lock(offer, draft_revision), _version(offer.current_version)
    terms = fitting(terms_of(draft), compiled(version).definition)
    publication = publish(offer, version, by=by, terms=terms, revision=revision)
    _save(draft, is_open=False, by=by)
    return publication


@transaction.atomic
def roll_back(offer: Offer, to: Publication, *, revision: int, by: StaffMember) -> Publication:
    """Offer it again as it was then: that version on those terms, as a new publication.

    Drafts and cases stay on theirs. Unpublished changes are gone. Raises Stale.
    """
    terms = terms_of(to) if to.unit_id else replace(terms_of(to), unit=offer.unit)
    publication = publish(offer, _version(to.version_id), by=by, terms=terms, revision=revision, act=Act.ROLL_BACK)
    TermsDraft.objects.filter(offer=offer).update(is_open=False, revision=F("revision") + 1)
    return publication


def publications(offer: Offer) -> list[Publication]:
    """All of an offer's, the newest first."""
    rows = Publication.objects.filter(offer=offer).select_related("version", "unit", "by__account")
    return list(rows.defer("version__content").order_by("-at", "-id"))


def _lock(offer: Offer, revision: int) -> TermsDraft:
    """The draft, which nobody else changes until the commit. Raises Stale if it isn't the one that was seen."""
    Offer.objects.select_for_update().get(pk=offer.pk)
    draft = terms_draft(offer)
    if draft.revision != revision:
        raise Stale(draft.revision)
    return draft


def _save(draft: TermsDraft, *, is_open: bool, by: StaffMember | None) -> TermsDraft:
    draft.is_open, draft.changed_by, draft.changed_at = is_open, by, clock.now()
    draft.revision += 1
    draft.save()
    return draft


def _version(key: UUID) -> ServiceVersion:
    return ServiceVersion.objects.get(pk=key)
