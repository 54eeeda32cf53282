"""Small services for tests, with words made up from the keys."""

from collections.abc import Iterator
from typing import Any

from rathaus.formengine.service import ServiceDefinition

_PROCESS = {
    "transitions": [
        {"name": "submit", "from": ["INITIATED"], "by": ["applicant"], "to": "SUBMITTED"},
        {"name": "receive", "from": ["SUBMITTED"], "by": ["system"], "to": "RECEIVED"},
        {"name": "decide", "from": ["RECEIVED"], "by": ["clerk"], "to": "COMPLETED", "effects": ["close"]},
    ],
    "outcomes": [{"key": "ja", "result": "grant", "notice": "ja"}],
    "deadlines": {},
}
_WORDS = {
    "title": "Probe",
    "summary": "Eine Probe.",
    "description": "Eine Probe.",
    "audience": "Alle.",
    "cost": "Nichts.",
    "duration": "Kurz.",
    "procedure": ["Sie schicken es ab."],
    "legal_basis": [{"name": "§ 1"}],
    "keywords": ["a", "b", "c"],
}


def make_service(*fields: dict[str, Any], **parts: Any) -> ServiceDefinition:
    return ServiceDefinition.model_validate(make_content(*fields, **parts))


def make_content(
    *fields: dict[str, Any],
    pages: list[dict[str, Any]] | None = None,
    parameters: list[dict[str, Any]] | None = None,
    outcomes: list[dict[str, Any]] | None = None,
    form: dict[str, Any] | None = None,
    **basics: Any,
) -> dict[str, Any]:
    """The JSON of a service. `form` holds what a form has beside its pages, `basics` what a service has."""
    pages = pages or [{"key": "seite", "fields": list(fields)}]
    outcomes = outcomes or _PROCESS["outcomes"]  # type: ignore[assignment]
    words = {
        **_WORDS,
        "fields": {path: _words(field) for page in pages for path, field in _paths(page["fields"], "")},
        "pages": {page["key"]: {"title": page["key"].title()} for page in pages},
        "parameters": {parameter["key"]: parameter["key"] for parameter in parameters or []},
        "fees": {item["key"]: item["key"].title() for item in (form or {}).get("fee", ())},
        "outcomes": {outcome["key"]: {"label": "Ja", "title": "Ja"} for outcome in outcomes or ()},
    }
    return {
        "key": "probe",
        "icon": "hund",
        "topics": ["tiere"],
        "applicant": {"email": "email"},
        "parameters": parameters or [],
        "form": {"pages": pages, **(form or {})},
        "process": {**_PROCESS, "outcomes": outcomes},
        "texts": {"de": words, "en": words},
        "notices": {"ja": "Ja."},
        **basics,
    }


def _paths(fields: list[dict[str, Any]], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in fields:
        yield prefix + field["key"], field
        yield from _paths(field.get("fields", []), f"{prefix}{field['key']}.")


def _words(field: dict[str, Any]) -> dict[str, Any]:
    rows = {"row": field["key"].title(), "add": "Mehr"} if field["kind"] == "group" else {}
    return {
        "label": field["key"].title(),
        "options": {key: key.title() for key in field.get("choices", ())},
        "valid": {key: f"Regel {key}" for key in field.get("valid", {})},
        **rows,
    }
