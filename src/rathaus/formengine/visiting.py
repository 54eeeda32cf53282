"""A form that contains an appointment: for what, where it can be, and what a town hall must offer for it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .form import Layout
from .parameters import resolve_values
from .types.fields import AppointmentField, FieldDefinition, FormDefinition
from .types.municipality import MunicipalityDefinition
from .types.problems import Finding, Loc
from .types.service import ServiceDefinition

if TYPE_CHECKING:
    from .compiled import CompiledService


def shown_where_offered(field: AppointmentField) -> str | None:
    """The rule by which it is shown: never where the municipality names nothing to come for."""
    if field.offering_from is None:
        return field.visible
    named = f"size(param.{field.offering_from}) > 0"
    return f"({field.visible}) && {named}" if field.visible else named


def wanted_offerings(field: AppointmentField, parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of what one comes for here; none where the municipality names nothing."""
    if field.offering_from is None:
        return field.offerings
    return tuple(parameters.get(field.offering_from) or ())


def appointment_field(layout: Layout) -> AppointmentField | None:
    """The one of a form, if it has one. It stands on a page itself, so that its key is its path."""
    found = (field.definition for field in layout.fields.values())
    return next((field for field in found if isinstance(field, AppointmentField)), None)


def appointment_findings(service: "CompiledService") -> Iterator[Finding]:
    """Where an appointment can't be: the time is kept for minutes, by the one who fills the form in."""
    form = service.definition.form
    assert form is not None
    for count, (loc, field, is_inside) in enumerate(_appointments(form)):
        if count:
            yield loc, f"'{field.key}': a form has one appointment"
        if is_inside:
            yield loc, f"'{field.key}': an appointment stands on a page itself, in no group"
        for message in _faults(service.definition, form, field):
            yield loc, f"'{field.key}': {message}"


def _faults(definition: ServiceDefinition, form: FormDefinition, field: AppointmentField) -> Iterator[str]:
    types = {parameter.key: parameter.type for parameter in definition.parameters}
    if bool(field.offerings) == bool(field.offering_from):
        yield "either 'offerings' or 'offering_from' is needed"
    elif field.offering_from and types.get(field.offering_from) != "list":
        yield f"offering_from: there is no list parameter '{field.offering_from}'"
    if field.default is not None:
        yield "an appointment is chosen, it has no default"
    if form.confirmations is not None:
        yield "others confirm this form, which takes days, and a time is kept for minutes"
    if definition.internal:
        yield "an internal service has no appointment"


def offering_problems(
    service: ServiceDefinition, municipality: MunicipalityDefinition, own: Mapping[str, Any]
) -> Iterator[str]:
    """What the town hall lacks for the appointment in a service that it offers."""
    values, _wrong = resolve_values(service.parameters, own)
    known = {offering.key for offering in municipality.appointments.offerings}
    for _loc, field, _is_inside in _appointments(service.form) if service.form else ():
        for key in wanted_offerings(field, values):
            if key not in known:
                yield f"'{field.key}': appointments.yaml has no offering '{key}'"


def _appointments(form: FormDefinition) -> Iterator[tuple[Loc, AppointmentField, bool]]:
    for number, page in enumerate(form.pages):
        for place, field in enumerate(page.fields):
            yield from _within(field, ("form", "pages", number, "fields", place), is_inside=False)


def _within(field: FieldDefinition, loc: Loc, *, is_inside: bool) -> Iterator[tuple[Loc, AppointmentField, bool]]:
    if isinstance(field, AppointmentField):
        yield loc, field, is_inside
    for index, child in enumerate(getattr(field, "fields", ())):
        yield from _within(child, (*loc, "fields", index), is_inside=True)
