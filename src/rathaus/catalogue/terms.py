"""The terms of an offer: what a municipality sets, says and decides itself besides the version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rathaus.accounts.service import Unit
from rathaus.formengine.service import (
    ALWAYS,
    LANGUAGES,
    CompiledService,
    OwnText,
    ParametersInvalid,
    ServiceDefinition,
    placeholders,
)

from .errors import TextsInvalid
from .models import Offer, Publication, TermsDraft
from .window import Window


@dataclass(frozen=True, slots=True)
class Terms:
    """`members` are parameters of single member municipalities over `parameters`, `texts` own words by language."""

    unit: Unit
    parameters: Mapping[str, Any] = field(default_factory=dict)
    members: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    window: Window = field(default_factory=Window)


Row = Offer | Publication | TermsDraft


def terms_of(row: Row) -> Terms:
    """The terms that a row holds: an offer's are in force, a draft's will be, a publication's were."""
    return Terms(row.unit, row.parameters, row.members, row.texts, Window.of(row))


def write_terms(terms: Terms, row: Offer | TermsDraft) -> None:
    """Set the columns of a row; saving it is the caller's."""
    row.unit, row.parameters = terms.unit, dict(terms.parameters)
    row.members, row.texts = dict(terms.members), dict(terms.texts)
    terms.window.write_to(row)


def check_terms(service: CompiledService, terms: Terms) -> None:
    """Raises ParametersInvalid (reasons by "key" or "member.key") or TextsInvalid."""
    service.parameter_values(terms.parameters)
    wrong: dict[str, str] = {}
    for member, own in terms.members.items():
        try:
            service.parameter_values({**terms.parameters, **own})
        except ParametersInvalid as problem:
            wrong.update({f"{member}.{key}": reason for key, reason in problem.reasons.items()})
    if wrong:
        raise ParametersInvalid(wrong)
    check_texts(service.definition, terms.texts)


def fitting(terms: Terms, definition: ServiceDefinition) -> Terms:
    """The terms without values for parameters that this version doesn't have."""
    known = {parameter.key for parameter in definition.parameters}

    def kept(values: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if key in known}

    return replace(
        terms, parameters=kept(terms.parameters), members={name: kept(own) for name, own in terms.members.items()}
    )


def own_words(texts: Mapping[str, Any], language: str) -> OwnText | None:
    """The own words in one language, as a Context carries them; None where there are none."""
    own = texts.get(language)
    return OwnText.model_validate(own) if own else None


def check_texts(definition: ServiceDefinition, texts: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises TextsInvalid for unknown keys, empty or overlong words, and placeholders that no parameter fills."""
    known = {parameter.key for parameter in definition.parameters} | ALWAYS
    reasons: dict[tuple[str, str], str] = {}
    for language, words in texts.items():
        if language not in LANGUAGES:
            reasons[language, ""] = "there is no such language"
        for key, value in words.items():
            reason = _fault(key, value, known)
            if reason:
                reasons[language, key] = reason
    if reasons:
        raise TextsInvalid(reasons)


def _fault(key: str, value: Any, known: frozenset[str] | set[str]) -> str:
    try:
        OwnText.model_validate({key: value})
    except ValueError as reason:
        return str(reason)
    unknown = [name for name in placeholders(str(value)) if name not in known]
    return f"there is no parameter for {{{unknown[0]}}}" if unknown else ""
