"""Putting services on offer."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock
from rathaus.formengine.service import (
    LANGUAGES,
    Catalogue,
    MunicipalityDefinition,
    OfferDefinition,
    ServiceDefinition,
    load_catalogue,
)
from rathaus.tenancy.service import Municipality, current_municipality

from .models import Generation, Offer, Publication, SearchEntry, ServiceVersion
from .versions import compiled, store_version
from .window import Window
from .words import index_words


@transaction.atomic
def publish(
    offer: Offer,
    version: ServiceVersion,
    *,
    by: StaffMember | None,
    parameters: Mapping[str, Any] | None = None,
) -> Publication:
    """Offer this version from now on. Drafts and cases stay on the version they began with.

    Raises ParametersInvalid, and nothing is published, if a parameter is missing or wrong.
    """
    chosen = dict(offer.parameters if parameters is None else parameters)
    compiled(version).parameter_values(chosen)
    generation = _next_generation()  # locks: publications of a municipality follow one another
    offer.version, offer.parameters, offer.state = version, chosen, Offer.State.PUBLISHED
    offer.save()
    _write_search_entries(offer)
    publication = Publication.objects.create(offer=offer, version=version, parameters=chosen, by=by)
    Generation.objects.filter(pk=generation.pk).update(number=F("number") + 1)
    return publication


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: StaffMember | None) -> None:  # noqa: ARG001 -- the desk's log will name them
    """Stop offering it. Running drafts and cases go on."""
    generation = _next_generation()
    offer.state = Offer.State.WITHDRAWN
    offer.save(update_fields=["state"])
    SearchEntry.objects.filter(offer=offer).delete()
    Generation.objects.filter(pk=generation.pk).update(number=F("number") + 1)


@transaction.atomic
def publish_definitions(municipality: Municipality) -> list[Publication]:
    """Publish what `definitions/` say this municipality offers; returns what was new or changed.

    May run again at any time: equal content, parameters and unit publish nothing.
    """
    catalogue = definitions(settings.DEFINITIONS)
    town = catalogue.municipalities.get(municipality.key)
    if town is None:
        return []
    units = _units(town)
    published = [
        _publish_definition(catalogue.services[key], units[offered.unit], offered)
        for key, offered in town.services.items()
    ]
    return [publication for publication in published if publication is not None]


@lru_cache(maxsize=2)
def definitions(folder: Path) -> Catalogue:
    """The checked definitions; read once per process."""
    return load_catalogue(folder)


def _publish_definition(definition: ServiceDefinition, unit: Unit, offered: OfferDefinition) -> Publication | None:
    version, window = store_version(definition), Window.of_definition(offered)
    parameters = {**_places(definition), **offered.parameters}
    offer = Offer.objects.filter(service_key=definition.key).first() or Offer(service_key=definition.key, unit=unit)
    wanted = (version.pk, parameters, unit.pk, window, offered.popular, Offer.State.PUBLISHED)
    if wanted == _terms(offer):
        return None
    offer.unit, offer.is_popular = unit, offered.popular
    window.write_to(offer)
    return publish(offer, version, by=None, parameters=parameters)


def _terms(offer: Offer) -> tuple[Any, ...]:
    return (offer.version_id, offer.parameters, offer.unit_id, Window.of(offer), offer.is_popular, offer.state)


def _places(definition: ServiceDefinition) -> dict[str, Any]:
    """The municipality's own places, for parameters of that type."""
    places = current_municipality().settings.get("places", [])
    return {parameter.key: list(places) for parameter in definition.parameters if parameter.type == "places"}


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
    service = compiled(offer.current_version)
    values = service.parameter_values(offer.parameters)
    SearchEntry.objects.filter(offer=offer).delete()
    for language in LANGUAGES:
        texts = service.texts(language, values, municipality_name=current_municipality().name, today=clock.today())
        SearchEntry.objects.create(
            offer=offer,
            language=language,
            service_key=offer.service_key,
            title=texts.title,
            summary=texts.summary,
            icon=texts.icon,
            topics=[list(pair) for pair in zip(texts.topic_keys, texts.topics, strict=False)],
            keywords=list(texts.keywords),
            words=index_words(texts, language),
            is_popular=offer.is_popular,
        )
