"""What must fit together between the parts of a service besides its words."""

import re
from collections.abc import Iterator

from .compiled import CompiledService
from .source import SourceDict, locate
from .types.fields import ChoiceBase, FieldDefinition, TextField
from .types.problems import Problem
from .types.process import Status

_SOURCES = ("list", "places", "table")


def form_problems(service: CompiledService, form: SourceDict) -> Iterator[Problem]:
    for index, page in enumerate(service.definition.form.pages):
        for place, field in enumerate(page.fields):
            loc = ("pages", index, "fields", place)
            for part, definition in _parts(field, loc):
                for message in _field_problems(service, definition):
                    yield Problem(*locate(form, part), f"'{definition.key}': {message}")
    keys = [page.key for page in service.definition.form.pages]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Problem(*locate(form, ("pages", index, "key")), f"the page key '{key}' stands twice")


def _parts(
    field: FieldDefinition, loc: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], FieldDefinition]]:
    yield loc, field
    for index, child in enumerate(getattr(field, "fields", ())):
        yield from _parts(child, (*loc, "fields", index))


def _field_problems(service: CompiledService, field: FieldDefinition) -> Iterator[str]:
    if isinstance(field, ChoiceBase):
        types = {parameter.key: parameter.type for parameter in service.definition.parameters}
        if bool(field.choices) == bool(field.choices_from):
            yield "either 'choices' or 'choices_from' is needed"
        elif field.choices_from and types.get(field.choices_from) not in _SOURCES:
            yield f"choices_from: there is no list, table or places parameter '{field.choices_from}'"
        if len(set(field.choices)) != len(field.choices):
            yield "a choice stands twice"
    if isinstance(field, TextField) and field.pattern:
        try:
            re.compile(field.pattern)
        except re.error as error:
            yield f"pattern: {error}"


def service_problems(service: CompiledService, source: SourceDict) -> Iterator[Problem]:
    fields = service.form.layout.fields
    wanted = {"person": "person", "organisation": "organisation", "address": "address", "email": "email"}
    for name, kind in wanted.items():
        path = getattr(service.definition.applicant, name)
        if path is not None and (path not in fields or fields[path].kind_name != kind):
            place = locate(source, ("applicant", name))
            yield Problem(*place, f"applicant: '{path}' is no field of kind {kind} in form.yaml")
    keys = [parameter.key for parameter in service.definition.parameters]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Problem(*locate(source, ("parameters", index, "key")), f"the parameter '{key}' stands twice")


def process_problems(service: CompiledService, process: SourceDict) -> Iterator[Problem]:
    definition = service.definition
    parameters = {parameter.key: parameter.type for parameter in definition.parameters}
    for name, deadline in definition.process.deadlines.items():
        if isinstance(deadline.days, str) and parameters.get(deadline.days) != "integer":
            place = locate(process, ("deadlines", name, "days"))
            yield Problem(*place, f"days: there is no integer parameter '{deadline.days}'")
    for index, outcome in enumerate(definition.process.outcomes):
        if outcome.notice not in definition.notices:
            place = locate(process, ("outcomes", index, "notice"))
            yield Problem(*place, f"the template notices/{outcome.notice}.typ is missing")
    yield from _dead_ends(service, process)


def _dead_ends(service: CompiledService, process: SourceDict) -> Iterator[Problem]:
    """Every state that can be reached from the beginning must lead on to the end."""
    ways = {(source, t.to) for t in service.definition.process.transitions for source in t.from_}
    reached = {Status.INITIATED}
    while more := {target for source, target in ways if source in reached} - reached:
        reached |= more
    place = locate(process, ("transitions",))
    if Status.COMPLETED not in reached:
        yield Problem(*place, "no way leads from INITIATED to COMPLETED")
    for status in sorted(reached - {Status.COMPLETED}):
        if not any(source == status and target != status for source, target in ways):
            yield Problem(*place, f"no transition leads out of {status}")
