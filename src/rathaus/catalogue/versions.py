"""Service versions: stored once per content, compiled once per process."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from rathaus.formengine.service import (
    CompiledService,
    DefinitionsInvalid,
    Problem,
    ServiceDefinition,
    compile_service,
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
    """The definition in this JSON, and all that is wrong with it."""
    folder = f"services/{content.get('key', '')}"
    try:
        definition = ServiceDefinition.model_validate(content)
        compile_service(definition)
    except ValidationError as wrong:
        return None, tuple(
            Problem(folder, 1, f"{'.'.join(map(str, error['loc']))}: {error['msg']}") for error in wrong.errors()
        )
    except DefinitionsInvalid as wrong:
        return None, wrong.problems
    return definition, ()


def _content(key: UUID) -> Any:
    return ServiceVersion.objects.values_list("content", flat=True).get(pk=key)
