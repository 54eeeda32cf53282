"""Publishing: immutable versions, this municipality's parameters, nothing twice."""

import pytest
from django.db import DatabaseError, transaction

from rathaus.accounts.service import Unit
from rathaus.catalogue.models import Publication, SearchEntry, ServiceVersion
from rathaus.catalogue.service import (
    Offer,
    by_letter,
    by_topic,
    compiled,
    get_offer,
    list_offers,
    most_used,
    offer_context,
    publish,
    publish_definitions,
    record_use,
    store_version,
)
from rathaus.catalogue.shelf import sort_key
from rathaus.formengine.service import ParametersInvalid
from rathaus.tenancy.service import Municipality, scope
from tests.catalogue.changing import changed_version

pytestmark = pytest.mark.django_db


def _dog() -> Offer:
    offer = get_offer("hund-anmelden")
    assert offer is not None
    return offer


def test_publishing_again_does_nothing(offered: Municipality) -> None:
    before = Publication.objects.count()
    assert before == Offer.objects.count() >= 10
    assert publish_definitions(offered) == []
    assert Publication.objects.count() == before


def test_municipalities_share_a_version_and_set_their_own_parameters(
    offered: Municipality, thale: Municipality
) -> None:
    here = _dog()
    with scope(thale):
        publish_definitions(thale)
        there = _dog()
        fee_there = offer_context(there, "de").parameters["steuer_erster_hund"]
    assert here.version_id == there.version_id
    assert offer_context(here, "de").parameters["steuer_erster_hund"] != fee_there


def test_a_changed_parameter_is_a_publication_and_keeps_the_version(offered: Municipality) -> None:
    offer, before = _dog(), Publication.objects.count()
    publish(offer, offer.version, by=None, parameters={**offer.parameters, "steuer_erster_hund": "61.00"})
    assert Publication.objects.count() == before + 1
    assert str(offer_context(_dog(), "de").parameters["steuer_erster_hund"]) == "61.00"


def test_a_wrong_parameter_publishes_nothing(offered: Municipality) -> None:
    offer = _dog()
    for wrong in ({"steuer_erster_hund": "viel"}, {"gibt_es_nicht": 1}):
        with pytest.raises(ParametersInvalid), transaction.atomic():
            publish(offer, offer.version, by=None, parameters=wrong)
    assert _dog().parameters == Publication.objects.filter(offer=offer).get().parameters


def test_an_older_version_keeps_the_parameters_that_it_knows(offered: Municipality) -> None:
    offer = _dog()
    pinned = offer.current_version
    version = changed_version(offer, lambda content: content.update(retention_years=12))
    publish(offer, version, by=None, parameters={**offer.parameters, "steuer_erster_hund": "99.00"})
    old = offer_context(_dog(), "de", version_id=pinned).parameters
    assert str(old["steuer_erster_hund"]) != "99.00"


def test_a_version_is_immutable_and_stored_once(offered: Municipality) -> None:
    definition = compiled(_dog().current_version).definition
    assert store_version(definition).pk == _dog().version_id
    with pytest.raises(DatabaseError, match=r"permission denied|are proof"), transaction.atomic():
        ServiceVersion.objects.update(key="x")


def test_units_are_made_where_they_are_missing_and_left_alone_where_not(offered: Municipality) -> None:
    assert _dog().unit == Unit.objects.get(key="buergerservice")
    assert Unit.objects.get(key="buergerservice").name == "Bürgerservice"


def test_lists_are_sorted_as_a_german_dictionary(offered: Municipality) -> None:
    titles = [card.title for card in list_offers("de")]
    assert titles == sorted(titles, key=sort_key)
    assert [sort_key(word) for word in ("Ärger", "Straße", "Übung", "E-Mail")] == [
        "arger",
        "strasse",
        "ubung",
        "email",
    ]
    letters = dict(by_letter(list_offers("de")))
    assert [card.title for card in letters["H"]][:1] == ["Hausnummer beantragen"]
    assert sum(len(cards) for cards in letters.values()) == len(titles)


def test_topics_are_named_in_the_language(offered: Municipality) -> None:
    for language, name in (("de", "Tiere"), ("en", "Animals")):
        topics = {
            topic.key: (topic.name, [card.key for card in cards]) for topic, cards in by_topic(list_offers(language))
        }
        assert topics["tiere"] == (name, topics["tiere"][1])
        assert "hund-anmelden" in topics["tiere"][1]


def test_what_is_used_most_is_popular(offered: Municipality) -> None:
    offer = get_offer("vorkaufsrecht")
    assert offer is not None
    record_use(offer.pk)
    assert all(card.is_popular for card in most_used(list_offers("de"), limit=2))
    for _ in range(12):
        record_use(offer.pk)
    record_use(_dog().pk)
    assert [card.key for card in most_used(list_offers("de"), limit=2)] == ["vorkaufsrecht", "hund-anmelden"]


def test_every_offer_for_the_public_has_an_entry_in_each_language(offered: Municipality) -> None:
    public = Offer.objects.exclude(version__content__internal=True).exclude(version__content__about="notice")
    assert SearchEntry.objects.count() == 2 * public.count()
