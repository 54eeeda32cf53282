"""What a municipality sets, says and decides itself stays its own, whatever the shared definitions bring."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from rathaus.accounts.service import StaffMember, Unit
from rathaus.catalogue import publishing
from rathaus.catalogue.service import (
    Offer,
    Publication,
    Stale,
    TextsInvalid,
    compiled,
    get_offer,
    offer_context,
    offer_title,
    publish,
    publish_definitions,
    search,
    terms_of,
    withdraw_offer,
)
from rathaus.formengine.service import CompiledTexts, ParametersInvalid
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.catalogue.changing import changed_version

pytestmark = pytest.mark.django_db

OWN = {"de": {"summary": "Ihr Hund wird Tangerhütter.", "keywords": ["tölchen", "hundesteuer", "welpe"]}}


@pytest.fixture
def ida(offered: Municipality) -> StaffMember:
    return StaffMember.objects.get(account__email=cast.IDA.email)


def _dog() -> Offer:
    offer = get_offer("hund-anmelden")
    assert offer is not None
    return offer


def _texts(language: str = "de") -> CompiledTexts:
    offer = _dog()
    return CompiledTexts(compiled(offer.current_version).definition, offer_context(offer, language))


def _say(texts: Mapping[str, Any], ida: StaffMember) -> Publication:
    offer = _dog()
    assert offer.version is not None
    return publish(offer, offer.version, by=ida, terms=replace(terms_of(offer), texts=texts))


def test_own_words_stand_over_those_of_the_version_in_their_language(ida: StaffMember) -> None:
    shared, english = _texts(), _texts("en")
    _say(OWN, ida)
    assert _texts().summary == "Ihr Hund wird Tangerhütter."
    assert (_texts().title, _texts("en").summary) == (shared.title, english.summary)


def test_own_words_are_found_by_search(ida: StaffMember) -> None:
    assert search("tölchen") == []
    _say(OWN, ida)
    assert [(hit.offer.key, hit.summary) for hit in search("tölchen")] == [
        ("hund-anmelden", "Ihr Hund wird Tangerhütter.")
    ]


def test_cases_are_called_as_the_town_hall_calls_the_service(ida: StaffMember) -> None:
    pinned = _dog().current_version
    _say({"de": {"title": "Hund zur Steuer anmelden"}}, ida)
    assert offer_title(_dog(), pinned) == "Hund zur Steuer anmelden"
    newer = changed_version(_dog(), lambda content: content.update(retention_years=3))
    publish(_dog(), newer, by=ida, terms=replace(terms_of(_dog()), texts={}))
    assert (offer_title(_dog(), pinned), offer_title(_dog(), newer.pk)) == (
        "Hund zur Steuer anmelden",
        "Hund anmelden",
    )


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ({"de": {"summary": ""}}, ("de", "summary")),
        ({"de": {"summary": "x" * 301}}, ("de", "summary")),
        ({"de": {"cost": "Das kostet {gibt_es_nicht}."}}, ("de", "cost")),
        ({"en": {"keywords": ["one"]}}, ("en", "keywords")),
        ({"de": {"fields": {}}}, ("de", "fields")),
        ({"fr": {"title": "Chien"}}, ("fr", "")),
        ({"de": {"documents": "kein Text"}}, ("de", "documents")),
    ],
)
def test_unsound_words_are_refused_with_their_place(
    ida: StaffMember, texts: Mapping[str, Any], place: tuple[str, str]
) -> None:
    before = Publication.objects.count()
    with pytest.raises(TextsInvalid) as refused:
        _say(texts, ida)
    assert list(refused.value.reasons) == [place]
    assert (Publication.objects.count(), _dog().texts) == (before, {})


def test_a_publication_records_all_terms_and_who(ida: StaffMember) -> None:
    offer, bau = _dog(), Unit.objects.get(key="bau")
    terms = replace(
        terms_of(offer), unit=bau, texts=OWN, window=replace(terms_of(offer).window, limit_count=3, limit_per="year")
    )
    assert offer.version is not None
    made = publish(offer, offer.version, by=ida, terms=terms)
    stored = Publication.objects.get(pk=made.pk)
    assert (stored.by, stored.unit, stored.texts, stored.limit_count, stored.state) == (ida, bau, OWN, 3, "published")
    assert terms_of(_dog()) == terms


def test_a_withdrawal_is_a_row_too(ida: StaffMember) -> None:
    offer = _dog()
    row = withdraw_offer(offer, by=ida)
    assert (row.state, row.by, row.version_id) == ("withdrawn", ida, offer.version_id)
    with pytest.raises(DatabaseError, match=r"permission denied|are proof"), transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(state="published")


def test_who_decided_on_an_older_state_is_refused(ida: StaffMember) -> None:
    first, second = _dog(), _dog()
    assert first.version is not None
    seen = first.revision
    publish(
        first, first.version, by=ida, parameters={**first.parameters, "steuer_erster_hund": "61.00"}, revision=seen
    )
    with pytest.raises(Stale) as stale, transaction.atomic():
        publish(second, first.version, by=ida, parameters=second.parameters, revision=seen)
    with pytest.raises(Stale), transaction.atomic():
        withdraw_offer(second, by=ida, revision=seen)
    assert (stale.value.revision, _dog().parameters["steuer_erster_hund"]) == (seen + 1, "61.00")


def test_the_definitions_take_nothing_back_that_the_town_hall_set(offered: Municipality, ida: StaffMember) -> None:
    offer = _dog()
    assert offer.version is not None
    publish(offer, offer.version, by=ida, parameters={**offer.parameters, "steuer_erster_hund": "61.00"})
    withdrawn = get_offer("vorkaufsrecht")
    assert withdrawn is not None
    withdraw_offer(withdrawn, by=ida)
    assert publish_definitions(offered) == []
    assert _dog().parameters["steuer_erster_hund"] == "61.00"
    assert get_offer("vorkaufsrecht") is None


def test_going_back_outlives_the_next_look_at_the_definitions(offered: Municipality, ida: StaffMember) -> None:
    other = changed_version(_dog(), lambda content: content.update(retention_years=3))
    publish(_dog(), other, by=ida)
    assert publish_definitions(offered) == []
    assert _dog().version_id == other.pk


def test_a_new_shared_version_keeps_own_words_and_values(
    offered: Municipality, ida: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = _dog()
    assert offer.version is not None
    terms = replace(terms_of(offer), texts=OWN, parameters={**offer.parameters, "steuer_erster_hund": "61.00"})
    publish(offer, offer.version, by=ida, terms=terms)
    known = publishing.definitions(settings.DEFINITIONS)
    newer = compiled(changed_version(_dog(), lambda content: content.update(retention_years=4))).definition
    catalogue = replace(known, services={**known.services, "hund-anmelden": newer})
    monkeypatch.setattr(publishing, "definitions", lambda _folder: catalogue)
    assert [made.version.key for made in publish_definitions(offered)] == ["hund-anmelden"]
    assert compiled(_dog().current_version).definition.retention_years == 4
    assert (_dog().texts, _dog().parameters["steuer_erster_hund"]) == (OWN, "61.00")


def test_a_service_of_our_own_is_left_alone(offered: Municipality, ida: StaffMember) -> None:
    version = changed_version(_dog(), lambda content: content.update(retention_years=3))
    Offer.objects.filter(service_key="hund-anmelden").update(origin=Offer.Origin.OWN)
    publish(_dog(), version, by=None)
    assert publish_definitions(offered) == []
    assert _dog().version_id == version.pk


def test_a_member_with_a_wrong_value_is_refused_by_name(ida: StaffMember) -> None:
    offer = _dog()
    assert offer.version is not None
    terms = replace(terms_of(offer), members={"Grieben": {"steuer_erster_hund": "viel"}})
    with pytest.raises(ParametersInvalid) as refused:
        publish(offer, offer.version, by=ida, terms=terms)
    assert list(refused.value.reasons) == ["Grieben.steuer_erster_hund"]
