"""Putting services on offer."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from rathaus.accounts.service import StaffMember, Unit
from rathaus.formengine.service import (
    LANGUAGES,
    Catalogue,
    CompiledTexts,
    MunicipalityDefinition,
    ParametersInvalid,
    ServiceDefinition,
    load_catalogue,
    offer_values,
    split_members,
)
from rathaus.tenancy.service import Municipality

from .errors import Stale, TextsInvalid
from .log import Act, note
from .maturity import maturity_of
from .models import Generation, Offer, Publication, SearchEntry, ServiceVersion
from .queries import offer_context
from .registers import fill_register
from .terms import Terms, check_terms, fitting, terms_of, write_terms
from .versions import compiled, store_version
from .window import Window
from .words import index_words

logger = logging.getLogger(__name__)


@transaction.atomic
def publish(
    offer: Offer,
    version: ServiceVersion,
    *,
    by: StaffMember | None,
    parameters: Mapping[str, Any] | None = None,
    terms: Terms | None = None,
    revision: int | None = None,
    act: str = Act.PUBLISH,
) -> Publication:
    """Offer this version from now on. Drafts and cases stay on the version they began with.

    `terms` replace those of the offer, `parameters` alone its parameters. Raises Stale if the offer isn't at
    `revision` any more, ParametersInvalid or TextsInvalid for terms that don't fit the version; nothing is
    published then.
    """
    generation = _next_generation()  # locks: publications of a municipality follow one another
    _refuse_stale(offer, revision)
    chosen = terms or terms_of(offer)
    if parameters is not None:
        chosen = replace(chosen, parameters=dict(parameters))
    check_terms(compiled(version), chosen)
    offer.version, offer.state = version, Offer.State.PUBLISHED
    write_terms(chosen, offer)
    offer.revision += 1
    offer.save()
    _write_search_entries(offer)
    note(act, by=by, service=offer.service_key)
    return _record(offer, generation, by=by)


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: StaffMember | None, revision: int | None = None) -> Publication:
    """Stop offering it. Running drafts and cases go on. Raises Stale."""
    generation = _next_generation()
    _refuse_stale(offer, revision)
    offer.state = Offer.State.WITHDRAWN
    offer.revision += 1
    offer.save(update_fields=["state", "revision"])
    SearchEntry.objects.filter(offer=offer).delete()
    note(Act.WITHDRAW, by=by, service=offer.service_key)
    return _record(offer, generation, by=by)


def _refuse_stale(offer: Offer, revision: int | None) -> None:
    """Compares with the database, not with what somebody read before they waited for the lock."""
    current = Offer.objects.filter(pk=offer.pk).values_list("revision", flat=True).first() or 0
    if revision is not None and revision != current:
        raise Stale(current)
    offer.revision = current


def _record(offer: Offer, generation: Generation, *, by: StaffMember | None) -> Publication:
    Generation.objects.filter(pk=generation.pk).update(number=F("number") + 1)
    return Publication.objects.create(
        **asdict(Window.of(offer)),
        offer=offer,
        version_id=offer.current_version,
        state=offer.state,
        parameters=offer.parameters,
        members=offer.members,
        texts=offer.texts,
        unit=offer.unit,
        by=by,
    )


@transaction.atomic
def publish_definitions(municipality: Municipality) -> list[Publication]:
    """Publish what `definitions/` say this municipality offers; returns what was new or changed.

    May run again at any time: equal content, parameters and unit publish nothing. What the town hall keeps itself
    gets new versions only, a service that it made its own nothing.
    """
    catalogue = definitions(settings.DEFINITIONS)
    town = catalogue.municipalities.get(municipality.key)
    if town is None:
        return []
    units = _units(town)
    for key, register in town.registers.items():
        fill_register(key, register.columns, register.rows)
    published = [
        _publish_definition(catalogue.services[key], units[offered.unit], town)
        for key, offered in town.services.items()
    ]
    return [publication for publication in published if publication is not None]


@lru_cache(maxsize=2)
def definitions(folder: Path) -> Catalogue:
    """The definitions, checked whole; read once per process. Raises DefinitionsInvalid."""
    return load_catalogue(folder, examples=True)


def _publish_definition(
    definition: ServiceDefinition, unit: Unit, town: MunicipalityDefinition
) -> Publication | None:
    offered = town.services[definition.key]
    version, window = store_version(definition), Window.of_definition(offered)
    parameters, members = split_members(offer_values(definition, town))
    offer = Offer.objects.filter(service_key=definition.key).first() or Offer(service_key=definition.key, unit=unit)
    if offer.origin == Offer.Origin.OWN:
        return None
    if Publication.objects.filter(offer=offer, by__isnull=False).exists():
        return _update(offer, version, definition)
    terms = replace(terms_of(offer), unit=unit, parameters=parameters, members=members, window=window)
    wanted = (version.pk, terms, offered.popular, Offer.State.PUBLISHED)
    if wanted == (offer.version_id, terms_of(offer), offer.is_popular, offer.state):
        return None
    offer.is_popular = offered.popular
    return publish(offer, version, by=None, terms=terms)


def _update(offer: Offer, version: ServiceVersion, definition: ServiceDefinition) -> Publication | None:
    """A new version for an offer that the town hall keeps itself: what it set, says and decided stays.

    What was withdrawn stays withdrawn, and a version that was on offer before (the town hall may have gone back from
    it) doesn't return. Terms that don't fit the new version keep the old one on offer.
    """
    is_new = not Publication.objects.filter(offer=offer, version=version).exists()
    if offer.state != Offer.State.PUBLISHED or not is_new:
        return None
    try:
        return publish(offer, version, by=None, terms=fitting(terms_of(offer), definition))
    except (ParametersInvalid, TextsInvalid) as problem:
        logger.warning("%s stays on its version: %s", offer.service_key, problem)
        return None


def _units(town: MunicipalityDefinition) -> dict[str, Unit]:
    units = {}
    for unit in town.units:
        details = unit.model_dump(mode="json", exclude={"key"})
        known = {name: value for name, value in details.items() if name in _UNIT_FIELDS}
        units[unit.key], _ = Unit.objects.get_or_create(key=unit.key, defaults=known)
    return units


_UNIT_FIELDS = {field.name for field in Unit._meta.local_fields}


def _next_generation() -> Generation:
    Generation.objects.bulk_create([Generation()], ignore_conflicts=True)
    return Generation.objects.select_for_update().get()


def _write_search_entries(offer: Offer) -> None:
    definition = compiled(offer.current_version).definition
    SearchEntry.objects.filter(offer=offer).delete()
    if definition.internal or definition.about:
        return  # for staff alone, or begun from a notice: no list and no search of the portal knows of it
    for language in LANGUAGES:
        texts = CompiledTexts(definition, offer_context(offer, language))
        SearchEntry.objects.create(
            offer=offer,
            language=language,
            service_key=offer.service_key,
            title=texts.title,
            summary=texts.summary,
            icon=texts.icon,
            topics=_pairs(texts.topic_keys, texts.topics),
            situations=_pairs(texts.life_situation_keys, texts.life_situations),
            maturity=maturity_of(definition),
            keywords=list(texts.keywords),
            words=index_words(texts, language),
            is_popular=offer.is_popular,
        )


def _pairs(keys: Iterable[str], names: Iterable[str]) -> list[list[str]]:
    return [list(pair) for pair in zip(keys, names, strict=False)]
