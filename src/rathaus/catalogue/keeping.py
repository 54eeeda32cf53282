"""What an administrator keeps: every service of the municipality, on offer or not, with its state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from .maturity import APPOINTMENT, FORM, FULL, INFORMATION
from .models import Offer, Publication, ServiceDraft, TermsDraft
from .shelf import sort_key


@dataclass(frozen=True, slots=True)
class Kept:
    """A service as the list of all shows it.

    `state` is draft, published or withdrawn; `is_changed` says that something waits to be published. `maturity`:
    information, appointment, form, or full where the notice comes online too. `since` is the last publication.
    """

    key: str
    title: str
    state: str
    is_changed: bool
    since: datetime | None
    unit: str
    maturity: str
    is_own: bool


def kept_services() -> list[Kept]:
    """All services by title: those that were ever on offer, and drafts of new ones. Two queries."""
    drafts = {draft["service_key"]: draft for draft in _drafts()}
    offers = [_kept(row, draft=drafts.pop(row["service_key"], None)) for row in _offers()]
    fresh = [_fresh(row) for row in drafts.values()]
    return sorted((*offers, *fresh), key=lambda kept: (sort_key(kept.title), kept.key))


def find_kept_offer(key: str) -> Offer | None:
    """An offer with its unit and version, whatever its state; one that was published at least once."""
    found = Offer.objects.filter(service_key=key, version__isnull=False).select_related("unit", "version")
    return found.defer("version__content").first()


def _offers() -> Iterable[Mapping[str, Any]]:
    published = Publication.objects.filter(offer=OuterRef("pk"), state=Offer.State.PUBLISHED)
    last = published.order_by().values("offer").annotate(last=Max("at")).values("last")
    shared = KeyTextTransform("title", KeyTransform("de", KeyTransform("texts", "version__content")))
    own = KeyTextTransform("title", KeyTransform("de", "texts"))
    rows = Offer.objects.filter(version__isnull=False).annotate(
        title=Coalesce(own, shared, output_field=CharField()),
        maturity=_maturity(),
        since=Subquery(last),
        is_changed=Exists(TermsDraft.objects.filter(offer=OuterRef("pk"), is_open=True)),
        unit_name=F("unit__name"),
    )
    return rows.values("service_key", "title", "state", "is_changed", "since", "unit_name", "maturity", "origin")


def _maturity() -> Case:
    return Case(
        When(version__content__kind=INFORMATION, then=Value(INFORMATION)),
        When(version__content__kind=APPOINTMENT, then=Value(APPOINTMENT)),
        When(~Q(version__content__notices={}), then=Value(FULL)),
        default=Value(FORM),
        output_field=CharField(),
    )


def _drafts() -> Iterable[Mapping[str, Any]]:
    title = KeyTextTransform("title", KeyTransform("de", KeyTransform("texts", "content")))
    return ServiceDraft.objects.annotate(title=title).values("service_key", "title", "changed_at")


def _kept(row: Mapping[str, Any], *, draft: Mapping[str, Any] | None) -> Kept:
    return Kept(
        key=row["service_key"],
        title=row["title"],
        state=row["state"],
        is_changed=row["is_changed"] or draft is not None,
        since=row["since"],
        unit=row["unit_name"],
        maturity=row["maturity"],
        is_own=row["origin"] == Offer.Origin.OWN,
    )


def _fresh(row: Mapping[str, Any]) -> Kept:
    title = row["title"] or row["service_key"]
    return Kept(row["service_key"], title, Offer.State.DRAFT, False, None, "", "", True)  # noqa: FBT003 -- in order
