"""The services and municipalities of the house: sound, complete, offered. Their letters: tests/definitions."""

import json
from typing import Any

import pytest

from rathaus.formengine.service import (
    Catalogue,
    ServiceDefinition,
    check_definitions,
    compile_service,
    offer_values,
)
from tests.formengine.conftest import DEFINITIONS, TODAY

SERVICES = sorted(path.name for path in (DEFINITIONS / "services").iterdir())
TEN = {
    "hund-anmelden",
    "hund-abmelden",
    "gewerbe-anmelden",
    "hausnummer-beantragen",
    "kaufantrag-grundstueck",
    "vorkaufsrecht",
    "verkehrsregelnde-massnahme",
    "kita-vertrag-kuendigen",
    "ersatzbetreuung-anmelden",
    "kita-beitraege-rueckerstatten",
}


def test_everything_is_sound_and_every_example_comes_out_as_it_says() -> None:
    assert check_definitions(DEFINITIONS) == ()


def test_the_ten_services_are_there_and_thirty_more(catalogue: Catalogue) -> None:
    assert set(catalogue.services) >= TEN
    assert len(catalogue.services) >= 40


@pytest.mark.parametrize("key", SERVICES)
def test_people_find_a_service_under_topics_and_life_situations(catalogue: Catalogue, key: str) -> None:
    service = catalogue.services[key]
    assert service.internal or service.about or service.life_situations
    assert set(service.topics) <= set(catalogue.topics)


@pytest.mark.parametrize("key", SERVICES)
def test_a_service_survives_json_with_the_same_hash(catalogue: Catalogue, key: str) -> None:
    definition = catalogue.services[key]
    stored = json.loads(json.dumps(definition.model_dump(mode="json")))
    back = ServiceDefinition.model_validate(stored)
    assert back == definition
    assert back.content_hash == definition.content_hash


def test_another_word_is_another_version(catalogue: Catalogue) -> None:
    definition = catalogue.services["hund-anmelden"]
    stored = definition.model_dump(mode="json")
    stored["texts"]["de"]["title"] = "Hund melden"
    assert ServiceDefinition.model_validate(stored).content_hash != definition.content_hash


@pytest.mark.parametrize("key", SERVICES)
def test_a_service_has_an_accepted_and_a_refused_example(catalogue: Catalogue, key: str) -> None:
    service = catalogue.services[key]
    refused = {bool(example.expect.errors) for example in service.examples.values()}
    assert refused == ({True, False} if service.kind == "form" else set())


@pytest.mark.parametrize("key", SERVICES)
def test_every_text_of_a_service_is_filled_in(catalogue: Catalogue, key: str) -> None:
    service = compile_service(catalogue.services[key])
    for municipality in catalogue.municipalities.values():
        if key in municipality.services:
            values = service.parameter_values(municipality.services[key].parameters)
            for language in ("de", "en"):
                texts = service.texts(language, values, municipality_name=municipality.name)  # type: ignore[arg-type]
                shown = [texts.title, texts.summary, texts.description, texts.audience, texts.cost, texts.duration]
                shown += [texts.period, texts.link_label, *texts.life_situations]
                shown += [*texts.requirements, *texts.documents, *texts.procedure, *texts.topics]
                shown += [law.name for law in texts.legal_basis]
                assert not [text for text in shown if "{" in text]
                assert texts.topics


def test_the_most_used_are_told_in_plain_language(catalogue: Catalogue) -> None:
    plain = [key for key, service in catalogue.services.items() if service.plain is not None]
    assert len(plain) >= 10
    for key in plain:
        service, town = compile_service(catalogue.services[key]), catalogue.municipalities["tangerhuette"]
        context = service.context(offer_values(service.definition, town), today=TODAY, municipality_name=town.name)
        told = service.plain(context)
        assert told is not None
        assert "{" not in " ".join(_sentences(told.model_dump()))


def test_in_a_verbandsgemeinde_the_place_decides_whose_terms_hold(catalogue: Catalogue) -> None:
    town, service = catalogue.municipalities["elbe-havel-land"], compile_service(catalogue.services["hund-anmelden"])
    context = service.context(offer_values(service.definition, town), today=TODAY, member_of=town.member_of)
    path = service.definition.member_from
    assert path is not None
    taxes = {
        place: service.form.effective_parameters({path: place}, context)["steuer_erster_hund"]
        for place in town.place_names
    }
    assert len(set(taxes.values())) > 1
    for member, own in town.services["hund-anmelden"].members.items():
        places = [place for place, belongs_to in town.member_of.items() if belongs_to == member and place in taxes]
        assert places
        assert {str(taxes[place]) for place in places} == {own["steuer_erster_hund"]}


def test_tangerhuette_and_thale_offer_all_ten_on_their_own_terms(catalogue: Catalogue) -> None:
    offers = [catalogue.municipalities[key].services for key in ("tangerhuette", "thale")]
    assert all(set(offer) >= TEN for offer in offers)
    tax = [offer["hund-anmelden"].parameters["steuer_erster_hund"] for offer in offers]
    assert tax == ["48.00", "72.00"]


def _sentences(plain: dict[str, Any]) -> list[str]:
    return [text for value in plain.values() for text in ([value] if isinstance(value, str) else value)]
