"""Service versions: stored once per content, compiled once per process."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from rathaus.formengine.service import (
    CompiledService,
    ExampleResult,
    MunicipalityDefinition,
    Problem,
    ServiceDefinition,
    check_service,
    compile_service,
    example_results,
    load_municipalities,
)

from .models import ServiceVersion

_compiled: dict[UUID, CompiledService] = {}


def store_version(definition: ServiceDefinition) -> ServiceVersion:
    """The version with this content; made if there is none. Raises DefinitionsInvalid for what doesn't compile."""
    compile_service(definition)
    version, _ = ServiceVersion.objects.get_or_create(
        hash=definition.content_hash,
        defaults={"key": definition.key, "content": definition.model_dump(mode="json")},
    )
    return version


def compiled(version: ServiceVersion | UUID) -> CompiledService:
    """The running form, texts and process of a version. The first call in a process reads the content (one query)."""
    key = version if isinstance(version, UUID) else version.pk
    known = _compiled.get(key)
    if known is None:
        known = _compiled[key] = compile_service(ServiceDefinition.model_validate(_content(key)))
    return known


def check_content(content: Mapping[str, Any]) -> tuple[ServiceDefinition | None, tuple[Problem, ...]]:
    """The definition in this JSON, None unless it is sound, and all that is wrong with it; its examples walked."""
    return check_service(content, _towns(settings.DEFINITIONS))


def run_examples(service: CompiledService) -> tuple[ExampleResult, ...]:
    """How the version's own tests go, on the terms that they name."""
    return example_results(service, _towns(settings.DEFINITIONS))


@lru_cache(maxsize=2)
def _towns(folder: Path) -> Mapping[str, MunicipalityDefinition]:
    """Those on whose terms examples are written."""
    return load_municipalities(folder)


def _content(key: UUID) -> Any:
    return ServiceVersion.objects.values_list("content", flat=True).get(pk=key)
