"""Small services for tests, with words made up from the keys."""

from collections.abc import Iterator
from typing import Any

from rathaus.formengine.service import ServiceDefinition

_PROCESS = {
    "transitions": [
        {"name": "submit", "from": ["INITIATED"], "by": ["applicant"], "to": "SUBMITTED"},
        {"name": "decide", "from": ["SUBMITTED"], "by": ["clerk"], "to": "COMPLETED", "effects": ["close"]},
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
    "outcomes": {"ja": {"label": "Ja", "title": "Ja"}},
}


def make_service(
    *fields: dict[str, Any],
    pages: list[dict[str, Any]] | None = None,
    parameters: list[dict[str, Any]] | None = None,
    outcomes: list[dict[str, Any]] | None = None,
) -> ServiceDefinition:
    pages = pages or [{"key": "seite", "fields": list(fields)}]
    words = {
        **_WORDS,
        "fields": {path: _words(field) for page in pages for path, field in _paths(page["fields"], "")},
        "pages": {page["key"]: {"title": page["key"].title()} for page in pages},
        "parameters": {parameter["key"]: parameter["key"] for parameter in parameters or []},
    }
    process = {**_PROCESS, **({"outcomes": outcomes} if outcomes else {})}
    return ServiceDefinition.model_validate(
        {
            "key": "probe",
            "icon": "hund",
            "topics": ["tiere"],
            "applicant": {"email": "email"},
            "parameters": parameters or [],
            "form": {"pages": pages},
            "process": process,
            "texts": {"de": words, "en": words},
            "notices": {"ja": "Ja."},
        }
    )


def _paths(fields: list[dict[str, Any]], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in fields:
        yield prefix + field["key"], field
        yield from _paths(field.get("fields", []), f"{prefix}{field['key']}.")


def _words(field: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": field["key"].title(),
        "options": {key: key.title() for key in field.get("choices", ())},
        "valid": {key: f"Regel {key}" for key in field.get("valid", {})},
    }
