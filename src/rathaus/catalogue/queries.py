"""Reading the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from rathaus.core import clock
from rathaus.core.text import fold
from rathaus.formengine.service import (
    Channel,
    CompiledService,
    CompiledTexts,
    Context,
    Language,
    OwnText,
    with_members,
)
from rathaus.tenancy.service import current_municipality

from .models import Offer, Publication
from .registers import register_rows
from .terms import own_words
from .versions import compiled


@dataclass(frozen=True, slots=True)
class InternalOffer:
    """A service for staff, as a list shows it."""

    key: str
    title: str
    summary: str


def get_offer(key: str, *, withdrawn: bool = False) -> Offer | None:
    """A published offer with its unit, by the key of its service; `withdrawn` ones too where that is to be told."""
    states = [Offer.State.PUBLISHED, Offer.State.WITHDRAWN] if withdrawn else [Offer.State.PUBLISHED]
    found = Offer.objects.filter(service_key=key, state__in=states)
    return found.select_related("unit", "version").defer("version__content").first()


def published_versions() -> list[tuple[str, UUID]]:
    """Key and current version of all that is on offer, by key. One query."""
    offers = Offer.objects.filter(state=Offer.State.PUBLISHED).order_by("service_key")
    return [(offer.service_key, offer.current_version) for offer in offers.only("service_key", "version_id")]


def internal_offers(language: str) -> list[InternalOffer]:
    """What staff apply for themselves, by title: on no shelf, so read from the published versions."""
    offers = Offer.objects.filter(state=Offer.State.PUBLISHED, version__content__internal=True)
    return sorted((_internal(offer, language) for offer in offers), key=lambda offer: fold(offer.title))


def _internal(offer: Offer, language: str) -> InternalOffer:
    texts = CompiledTexts(compiled(offer.current_version).definition, offer_context(offer, language))
    return InternalOffer(offer.service_key, texts.title, texts.summary)


def offer_context(
    offer: Offer,
    language: str,
    *,
    version_id: UUID | None = None,
    today: date | None = None,
    channel: str = "online",
) -> Context:
    """What the rules and texts need to know: the parameters and own words in force, today, who asks.

    `version_id` is the version that a draft began with; if another one is on offer by now, the terms are those that
    were last set for it.
    """
    pinned = version_id or offer.current_version
    terms = _in_force(offer, pinned)
    return context_of(
        pinned,
        _values(terms),
        language,
        today=today,
        words=own_words(terms.texts, language) if terms else None,
        channel=channel,
    )


def offer_title(offer: Offer, version_id: UUID) -> str:
    """What the town hall calls a version of the service in German: in its own words, else in those of the version."""
    terms = _in_force(offer, version_id)
    own = own_words(terms.texts, "de") if terms else None
    return (own and own.title) or compiled(version_id).text("title", "de")


def overrides_for(offer: Offer, version_id: UUID) -> Mapping[str, Any]:
    """The municipality's own values for a version: of the offer, or of the last publication of an older version.

    What differs in member municipalities is among them (`split_members`).
    """
    return _values(_in_force(offer, version_id))


def _values(terms: Offer | Publication | None) -> dict[str, Any]:
    return with_members(terms.parameters, terms.members) if terms else {}


def _in_force(offer: Offer, version_id: UUID) -> Offer | Publication | None:
    if offer.version_id == version_id:
        return offer
    return Publication.objects.filter(offer=offer, version_id=version_id).order_by("-at", "-id").first()


def context_of(
    version_id: UUID,
    overrides: Mapping[str, Any],
    language: str,
    *,
    today: date | None = None,
    words: OwnText | None = None,
    channel: str = "online",
) -> Context:
    """The context of a version with given parameter values and own words, for what comes in by a channel."""
    return context_for(compiled(version_id), overrides, language, today=today, words=words, channel=channel)


def context_for(
    service: CompiledService,
    overrides: Mapping[str, Any],
    language: str,
    *,
    today: date | None = None,
    words: OwnText | None = None,
    channel: str = "online",
) -> Context:
    """The same for a service that may not be stored yet."""
    municipality = current_municipality()
    return service.context(
        overrides,
        registers={key: register_rows(key) for key in service.registers_needed},
        today=today or clock.today(),
        language=cast("Language", language),
        municipality_name=municipality.name,
        member_of=municipality.settings.get("member_of", {}),
        words=words,
        channel=cast("Channel", channel),
    )
