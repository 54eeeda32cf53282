"""What can be set on an appointment in a form: for what one comes, and whether it ends with the application."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rathaus.appointments.service import NoSuchOffering, find_wish, offerings
from rathaus.desk.keeping.sheets import Answers
from rathaus.formengine.service import FieldError, FieldText

_MOST = 4  # as the field's type has it


def first_offering() -> str | None:
    """What a new appointment is for, until somebody says otherwise; None where nobody can come for anything."""
    return next((offering.key for offering in offerings()), None)


def visit_fields(definition: Mapping[str, Any]) -> list[dict[str, Any]]:
    if definition["kind"] != "appointment":
        return []
    ends = {"key": "ends_with_case", "kind": "yesno"}
    return (
        [{"key": "offerings", "kind": "choices", "choices": list(_options(definition))}, ends]
        if (_is_chosen_here(definition))
        else [ends]
    )


def visit_texts(definition: Mapping[str, Any]) -> dict[str, FieldText]:
    if definition["kind"] != "appointment":
        return {}
    return {
        "offerings": FieldText(
            label=_("Wofür kommt man?"),
            help=_("Mehrere Anliegen werden in einem Termin erledigt, die Zeiten zählen zusammen."),
            options=_options(definition),
        ),
        "ends_with_case": FieldText(
            label=_("Soll der Termin entfallen, wenn der Antrag vorher erledigt ist?"),
            help=_("Nein, wenn man erst nach der Entscheidung kommt, zum Beispiel um etwas abzuholen."),
        ),
    }


def visit_answers(definition: Mapping[str, Any]) -> dict[str, Any]:
    if definition["kind"] != "appointment":
        return {}
    return {
        "offerings": [_name(key) for key in definition.get("offerings") or ()],
        "ends_with_case": bool(definition.get("ends_with_case", False)),
    }


def visit_values(definition: Mapping[str, Any], answers: Answers) -> dict[str, Any]:
    chosen = {"offerings": _keys(definition, answers)} if _is_chosen_here(definition) else {}
    return {**chosen, "ends_with_case": bool(answers.get("ends_with_case"))}


def visit_errors(definition: Mapping[str, Any], answers: Answers) -> list[FieldError]:
    """What can't be done in one visit, or nowhere."""
    if definition["kind"] != "appointment" or not _is_chosen_here(definition):
        return []
    chosen = _keys(definition, answers)
    if len(chosen) > _MOST:
        return [FieldError("offerings", "", _("Wählen Sie höchstens vier Anliegen."))]
    try:
        find_wish(chosen)
    except NoSuchOffering:
        return [FieldError("offerings", "", _("Diese Anliegen gehen nicht zusammen in einen Termin."))]
    return []


def _is_chosen_here(definition: Mapping[str, Any]) -> bool:
    """Or by a parameter, which each municipality sets."""
    return not definition.get("offering_from")


def _keys(definition: Mapping[str, Any], answers: Answers) -> list[str]:
    """The offerings that are ticked, in the municipality's order."""
    ticked = set(answers.get("offerings") or ())
    return [key for key in _offered(definition) if _name(key) in ticked]


def _options(definition: Mapping[str, Any]) -> dict[str, str]:
    return {_name(key): label for key, label in _offered(definition).items()}


def _name(key: str) -> str:
    """An offering's key as an answer, which has no hyphens and begins with a letter."""
    return f"o_{key.replace('-', '_')}"


def _offered(definition: Mapping[str, Any]) -> dict[str, str]:
    """By key, in the municipality's order; what the field names and isn't offered any more stands last."""
    known = {offering.key: offering.local_name for offering in offerings()}
    return {**known, **{key: key for key in definition.get("offerings") or () if key not in known}}
