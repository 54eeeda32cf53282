"""Everything that is checked of one service: on its way from files, and as a draft that has none."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from .compiled import CompiledService, compile_definition, keep
from .completeness import text_findings
from .consistency import service_findings
from .examples import example_findings
from .places import real_place, without_files
from .plain import plain_findings
from .types.municipality import MunicipalityDefinition
from .types.problems import Finding, Loc, Problem
from .types.service import ServiceDefinition
from .validating import explain

Towns = Mapping[str, MunicipalityDefinition]


def check_service(
    content: Mapping[str, Any], municipalities: Towns | None = None
) -> tuple[ServiceDefinition | None, tuple[Problem, ...]]:
    """The definition in this JSON, None unless all of it is sound: shape, rules, texts, what must fit, examples.

    `municipalities` are those whose parameters the examples name. Never raises for any JSON.
    """
    key = str(content.get("key", ""))
    try:
        definition = ServiceDefinition.model_validate(content)
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong = [(real_place(content, detail["loc"]), explain(dict(detail))) for detail in details]
        return None, tuple(without_files(key, wrong))
    found, service = definition_findings(definition)
    if not found:
        found = list(walked_findings(service, municipalities or {}))
    return None if found else definition, tuple(without_files(key, found))


def definition_findings(definition: ServiceDefinition) -> tuple[list[Finding], CompiledService]:
    """All faults but those of the examples: rules, texts, what must fit together."""
    found: list[Finding] = []

    def report(loc: Loc, message: str) -> None:
        found.append((loc, message))

    service = compile_definition(definition, report)
    if not found:
        keep(service)
    found.extend(text_findings(service))
    found.extend(service_findings(service))
    if definition.plain is not None:
        found.extend(plain_findings(definition.plain))
    return found, service


def walked_findings(service: CompiledService, municipalities: Towns) -> Iterator[Finding]:
    """What the examples of a sound service say that isn't so."""
    if service.has_form:
        yield from example_findings(service, municipalities)
