"""Every service, filled in as its own examples say, and the letter that each decision would send."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rathaus.formengine.compiled import CompiledService, compile_service
from rathaus.formengine.examples import ExampleWalk
from rathaus.formengine.form import Context
from rathaus.formengine.loading import Catalogue, load_catalogue
from rathaus.formengine.types.base import Language
from rathaus.formengine.types.process import Outcome

DEFINITIONS = Path(__file__).parents[2] / "definitions"
REASONS = "Der Mühlgraben ist dort nur 3,20 m breit.\n\nMehr steht in § 5 der Satzung."
_RESULTS = {"grant": "granted", "grant_in_part": "granted_in_part", "refuse": "refused"}


@dataclass(frozen=True)
class Filled:
    """An accepted application: an example of a service, walked to its end."""

    service: CompiledService
    name: str
    answers: dict[str, Any]
    context: Context

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.service.process.outcomes(self.answers, self.context)


@cache
def catalogue() -> Catalogue:
    return load_catalogue(DEFINITIONS)


def service_keys(*, with_form: bool = False) -> list[str]:
    """All services, or those that can be applied for."""
    services = catalogue().services.values()
    return [service.key for service in services if service.kind == "form" or not with_form]


@cache
def accepted(service_key: str) -> tuple[Filled, ...]:
    """The examples that expect no errors, fullest last."""
    found = sorted(_walked(service_key), key=lambda filled: len(str(filled.answers)))
    assert found, f"{service_key} has no example that is accepted"
    return tuple(found)


def _walked(service_key: str) -> Iterator[Filled]:
    service = compile_service(catalogue().services[service_key])
    for name, example in service.definition.examples.items():
        if example.expect.errors:
            continue
        walk = ExampleWalk(service, name, catalogue().municipalities)
        assert list(walk.findings()) == []
        yield Filled(service, name, walk.answers, replace(walk.context, language="de"))


def letter(filled: Filled, outcome: Outcome, language: Language) -> dict[str, Any]:
    """What the cases app hands to the renderer when a clerk decides."""
    context = replace(filled.context, language=language)
    texts = filled.service.texts(language, context.parameters, municipality_name=context.municipality_name)
    fee = filled.service.process.fee(outcome.key, filled.answers, context)
    return {
        "municipality": {
            "name": context.municipality_name,
            "address": "Bismarckstraße 5\n39517 Tangerhütte",
            "phone": "03935 9317-0",
            "email": "rathaus@tangerhuette.example",
        },
        "unit": {"name": "Bauen und Liegenschaften", "clerk": "Clara Clerk", "room": "2.14"},
        "case": {"number": "2026-000123", "service": texts.title, "submitted_at": "2026-11-03T10:12:00+01:00"},
        "recipient": {"lines": ["Anna Beispiel", "Otto-Nuschke-Straße 12a", "39517 Tangerhütte"]},
        "title": texts.outcome(outcome.key).title,
        "date": "2026-11-22",
        "language": language,
        "outcome": _RESULTS[outcome.result],
        "reasons": "" if outcome.reasons == "none" else REASONS,
        "fee": {"amount": str(fee), "due": "2026-12-15"} if fee else None,
        "objection": {"authority": context.municipality_name, "address": "Bismarckstraße 5, 39517 Tangerhütte"}
        if outcome.objection
        else None,
        "qr_url": "https://tangerhuette.example/vorgang/?nr=2026-000123",
        "values": filled.service.form.letter_values(filled.answers, context),
    }
