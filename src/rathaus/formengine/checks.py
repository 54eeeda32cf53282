"""Everything that is checked of one service whose parts have the right shape."""

from collections.abc import Iterator, Mapping

from .compiled import CompiledService, compile_definition
from .completeness import text_findings
from .consistency import service_findings
from .examples import example_findings
from .plain import plain_findings
from .types.municipality import MunicipalityDefinition
from .types.problems import Finding, Loc
from .types.service import ServiceDefinition


def definition_findings(definition: ServiceDefinition) -> tuple[Finding, ...]:
    """All faults but those of the examples: rules, texts, what must fit together."""
    found: list[Finding] = []

    def report(loc: Loc, message: str) -> None:
        found.append((loc, message))

    service = compile_definition(definition, report)
    found.extend(_beyond_rules(service))
    return tuple(found)


def _beyond_rules(service: CompiledService) -> Iterator[Finding]:
    yield from text_findings(service)
    yield from service_findings(service)
    if service.definition.plain is not None:
        yield from plain_findings(service.definition.plain)


def walked_findings(
    service: CompiledService, municipalities: Mapping[str, MunicipalityDefinition]
) -> Iterator[Finding]:
    """What the examples of a sound service say that isn't so; a service with a form has at least one."""
    if service.has_form:
        yield from example_findings(service, municipalities)
