"""What must fit together between the parts of a service besides its words."""

from collections.abc import Iterator

from .compiled import CompiledService
from .form import CompiledField
from .parameters import ParameterWrong, read_value
from .patterns import pattern_fault
from .types.fields import ChoiceBase, Confirmations, FieldDefinition, FormDefinition, TextField, ThingDefinition
from .types.problems import Finding, Loc
from .types.process import Process, Status
from .types.service import ServiceDefinition
from .visiting import appointment_findings

_SOURCES = ("list", "places", "register", "table")
_NEEDED = (("submit", Status.INITIATED, "applicant"), ("receive", Status.SUBMITTED, "system"))
_PATTERN_FAULTS = {"long": "it is too long", "invalid": "it is no regular expression that RE2 reads"}
_NOT_KEPT = {
    "group",
    "file",
    "appointment",
    "computed",
    "info",
    "declaration",
    "person",
    "address",
    "organisation",
    "daterange",
}
_OF_A_FORM = ("member_from", "notices", "examples")


def service_findings(service: CompiledService) -> Iterator[Finding]:
    definition = service.definition
    yield from _parameter_findings(definition)
    if definition.link is not None:
        types = {parameter.key: parameter.type for parameter in definition.parameters}
        if types.get(definition.link) != "url":
            yield ("link",), f"link: there is no parameter '{definition.link}' of type url"
    if service.has_form:
        yield from _applicant_findings(service)
        yield from _member_findings(service)
        yield from form_findings(service)
        yield from process_findings(service)
    else:
        for name in _OF_A_FORM:
            if getattr(definition, name):
                yield (name,), f"'{name}': a service of kind {definition.kind} has none"


def _parameter_findings(definition: ServiceDefinition) -> Iterator[Finding]:
    for index, key in _repeated([parameter.key for parameter in definition.parameters]):
        yield ("parameters", index, "key"), f"the parameter '{key}' stands twice"
    for index, parameter in enumerate(definition.parameters):
        try:
            if parameter.default is not None:
                read_value(parameter, parameter.default)
        except ParameterWrong as reason:
            yield ("parameters", index, "default"), f"the default of '{parameter.key}': {reason}"


def _applicant_findings(service: CompiledService) -> Iterator[Finding]:
    fields = service.form.layout.fields
    wanted = {"person": "person", "organisation": "organisation", "address": "address", "email": "email"}
    for name, kind in wanted.items():
        path = getattr(service.definition.applicant, name)
        if path is not None and (path not in fields or fields[path].kind_name != kind):
            yield ("applicant", name), f"applicant: '{path}' is no field of kind {kind} in form.yaml"


def _member_findings(service: CompiledService) -> Iterator[Finding]:
    path = service.definition.member_from
    field = service.form.layout.fields.get(path or "")
    if path is not None and (field is None or field.kind_name != "choice" or not _has_one_value(field)):
        yield ("member_from",), f"member_from: '{path}' is no choice in form.yaml outside of groups"


def _has_one_value(field: CompiledField) -> bool:
    return not field.name.startswith("this.")


def form_findings(service: CompiledService) -> Iterator[Finding]:
    form = service.definition.form
    assert form is not None
    for index, key in _repeated([page.key for page in form.pages]):
        yield ("form", "pages", index, "key"), f"the page key '{key}' stands twice"
    for index, page in enumerate(form.pages):
        for place, field in enumerate(page.fields):
            for loc, part in _parts(field, ("form", "pages", index, "fields", place)):
                for message in _field_problems(service.definition, part):
                    yield loc, f"'{part.key}': {message}"
    yield from appointment_findings(service)
    yield from _other_form_findings(service, form)


def _other_form_findings(service: CompiledService, form: FormDefinition) -> Iterator[Finding]:
    """Of what a form has besides its pages."""
    for index, key in _repeated([item.key for item in form.fee]):
        yield ("form", "fee", index, "key"), f"the fee's item '{key}' stands twice"
    if form.confirmations is not None:
        yield from _confirmation_findings(service, form.confirmations)
    for index, thing in enumerate(form.things):
        yield from _thing_findings(service, thing, ("form", "things", index))


def _repeated(keys: list[str]) -> Iterator[tuple[int, str]]:
    return ((index, key) for index, key in enumerate(keys) if key in keys[:index])


def _parts(field: FieldDefinition, loc: Loc) -> Iterator[tuple[Loc, FieldDefinition]]:
    yield loc, field
    for index, child in enumerate(getattr(field, "fields", ())):
        yield from _parts(child, (*loc, "fields", index))


def _field_problems(definition: ServiceDefinition, field: FieldDefinition) -> Iterator[str]:
    if isinstance(field, ChoiceBase):
        types = {parameter.key: parameter.type for parameter in definition.parameters}
        if bool(field.choices) == bool(field.choices_from):
            yield "either 'choices' or 'choices_from' is needed"
        elif field.choices_from and types.get(field.choices_from) not in _SOURCES:
            yield f"choices_from: there is no {', '.join(_SOURCES)} parameter '{field.choices_from}'"
        if len(set(field.choices)) != len(field.choices):
            yield "a choice stands twice"
    if isinstance(field, TextField) and field.pattern:
        fault = pattern_fault(field.pattern)
        if fault is not None:
            yield f"pattern: {_PATTERN_FAULTS[fault]}"


def _confirmation_findings(service: CompiledService, wanted: Confirmations) -> Iterator[Finding]:
    """A row without an address could never be confirmed, so the e-mail must be there in every row."""
    fields, loc = service.form.layout.fields, ("form", "confirmations")
    group = fields.get(wanted.rows)
    if group is None or group.kind_name != "group":
        yield (*loc, "rows"), f"confirmations: '{wanted.rows}' is no group in form.yaml"
        return
    for name, kind in (("first_name", "text"), ("last_name", "text"), ("email", "email")):
        path = f"{wanted.rows}.{getattr(wanted, name)}"
        field = fields.get(path)
        if field is None or field.kind_name != kind:
            yield (*loc, name), f"confirmations: '{path}' is no field of kind {kind}"
        elif name == "email" and (field.required is not True or field.visible is not None):
            yield (*loc, name), f"confirmations: '{path}' must be required in every row"


def _thing_findings(service: CompiledService, thing: ThingDefinition, loc: Loc) -> Iterator[Finding]:
    """What is kept is put in again later, so it must be an answer in words, and all of it on one page."""
    fields, prefix = service.form.layout.fields, f"{thing.within}." if thing.within else ""
    for key in thing.fields:
        field = fields.get(prefix + key)
        if field is None or field.kind_name in _NOT_KEPT:
            yield (*loc, "fields"), f"things: '{prefix}{key}' is no answer that can be kept"
    for key in set(thing.label) - set(thing.fields):
        yield (*loc, "label"), f"things: '{key}' is none of the fields"
    wanted = {thing.within} if thing.within else set(thing.fields)
    pages = [{field.key for field in page.fields} for page in service.form.layout.pages]
    if not any(wanted <= keys for keys in pages):
        yield (*loc, "fields"), "things: the fields don't stand on one page"


def process_findings(service: CompiledService) -> Iterator[Finding]:
    definition, process = service.definition, service.definition.process
    assert process is not None
    parameters = {parameter.key: parameter.type for parameter in definition.parameters}
    for name, deadline in process.deadlines.items():
        if isinstance(deadline.days, str) and parameters.get(deadline.days) != "integer":
            yield ("process", "deadlines", name, "days"), f"days: there is no integer parameter '{deadline.days}'"
    for index, outcome in enumerate(process.outcomes):
        if outcome.notice not in definition.notices:
            place: Loc = ("process", "outcomes", index, "notice")
            yield place, f"the template notices/{outcome.notice}.typ is missing"
    yield from _needed_ways(process)
    yield from _dead_ends(process)


def _needed_ways(process: Process) -> Iterator[Finding]:
    """Without these nothing could be sent, or nothing decided."""
    for name, status, by in _NEEDED:
        if not any(t.name == name and status in t.from_ and by in t.by for t in process.transitions):
            yield ("process", "transitions"), f"the transition '{name}' from {status} by {by} is missing"
    if not any(t.name == "decide" for t in process.transitions):
        yield ("process", "transitions"), "the transition 'decide' is missing"


def _dead_ends(process: Process) -> Iterator[Finding]:
    """Every state that can be reached from the beginning must lead on to the end."""
    ways = {(source, t.to) for t in process.transitions for source in t.from_}
    reached = {Status.INITIATED}
    while more := {target for source, target in ways if source in reached} - reached:
        reached |= more
    loc: Loc = ("process", "transitions")
    if Status.COMPLETED not in reached:
        yield loc, "no way leads from INITIATED to COMPLETED"
    for status in sorted(reached - {Status.COMPLETED}):
        if not any(source == status and target != status for source, target in ways):
            yield loc, f"no transition leads out of {status}"
