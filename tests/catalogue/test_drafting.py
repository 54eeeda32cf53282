"""Services written at the desk: kept as they are, published only when they are sound."""

import copy
from typing import Any

import pytest
from django.db import transaction

from rathaus.accounts.service import StaffMember, Unit
from rathaus.catalogue.service import (
    KeyTaken,
    Offer,
    ServiceDraft,
    Stale,
    can_undo,
    compiled,
    create_draft,
    discard_draft,
    find_draft,
    get_offer,
    problems_of,
    publish_definitions,
    publish_draft,
    save_draft,
    undo_change,
)
from rathaus.formengine.service import DefinitionsInvalid
from rathaus.tenancy.service import Municipality, scope
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ida(offered: Municipality) -> StaffMember:
    return StaffMember.objects.get(account__email=cast.IDA.email)


def _dog() -> Offer:
    offer = get_offer("hund-anmelden")
    assert offer is not None
    return offer


@pytest.fixture
def content(offered: Municipality) -> dict[str, Any]:
    """The dog tax as JSON, free to be changed."""
    return copy.deepcopy(compiled(_dog().current_version).definition.model_dump(mode="json"))


def test_a_new_service_is_published_as_our_own(content: dict[str, Any], ida: StaffMember) -> None:
    content["key"], content["examples"] = "katze-anmelden", {}  # they were written on the dog tax's terms
    draft = create_draft(content, source="new", by=ida)
    made = publish_draft(draft, unit=Unit.objects.get(key="bau"), by=ida)
    offer = get_offer("katze-anmelden")
    assert offer is not None
    assert (offer.origin, offer.unit.key, offer.version_id) == ("own", "bau", made.version_id)
    assert find_draft("katze-anmelden") is None


def test_publishing_a_copy_keeps_the_values_that_it_still_knows(content: dict[str, Any], ida: StaffMember) -> None:
    offer, before = _dog(), _dog().parameters
    content["retention_years"] = 3
    draft = create_draft(content, source="copy", by=ida, base=offer.version)
    publish_draft(draft, unit=offer.unit, by=ida, revision=1)
    assert _dog().parameters == before
    assert compiled(_dog().current_version).definition.retention_years == 3
    assert publish_definitions(offer.municipality) == []


def test_what_is_unsound_is_kept_but_not_published(content: dict[str, Any], ida: StaffMember) -> None:
    offer = _dog()
    content["form"]["pages"][0]["fields"][0]["visible"] = "gibt_es_nicht > 1"
    draft = create_draft(content, source="copy", by=ida)
    assert [problem for problem in problems_of(draft) if "gibt_es_nicht" in problem.message]
    with pytest.raises(DefinitionsInvalid) as refused:
        publish_draft(draft, unit=offer.unit, by=ida)
    assert "gibt_es_nicht" in str(refused.value)
    assert (_dog().version_id, _dog().revision) == (offer.version_id, offer.revision)
    assert find_draft("hund-anmelden") is not None


def test_a_draft_may_lack_almost_everything(ida: StaffMember) -> None:
    draft = create_draft({"key": "leer"}, source="fim", by=ida, todos=["Rechtsgrundlage"])
    assert draft.todos == ["Rechtsgrundlage"]
    assert problems_of(draft)


def test_two_drafts_of_a_service_are_refused_here_but_not_elsewhere(ida: StaffMember, thale: Municipality) -> None:
    create_draft({"key": "leer"}, source="new", by=ida)
    with pytest.raises(KeyTaken):
        create_draft({"key": "leer"}, source="new", by=ida)
    with scope(thale):
        assert find_draft("leer") is None
        create_draft({"key": "leer"}, source="new", by=None)


def test_nobody_overwrites_what_they_have_not_seen(content: dict[str, Any], ida: StaffMember) -> None:
    draft = create_draft(content, source="copy", by=ida)
    saved = save_draft(draft, {**content, "retention_years": 3}, revision=1, by=ida)
    for late in (
        lambda: save_draft(draft, {**content, "retention_years": 4}, revision=1, by=ida),
        lambda: publish_draft(draft, unit=_dog().unit, by=ida, revision=1),
        lambda: discard_draft(draft, revision=1),
    ):
        with pytest.raises(Stale) as stale, transaction.atomic():
            late()
        assert stale.value.revision == 2
    kept = find_draft("hund-anmelden")
    assert kept is not None
    assert (kept.content["retention_years"], saved.revision) == (3, 2)
    discard_draft(kept, revision=2)
    with pytest.raises(Stale):
        save_draft(kept, content, revision=2, by=ida)


def test_changes_are_taken_back_one_after_the_other(content: dict[str, Any], ida: StaffMember) -> None:
    content["key"] = "katze-anmelden"
    draft = create_draft(content, source="new", by=ida, todos=[{"code": "texts"}])
    assert undo_change(draft, revision=1, by=ida) is False
    draft = save_draft(draft, {**content, "icon": "baum"}, revision=1, by=ida, todos=[])
    draft = save_draft(draft, {**content, "icon": "feuer"}, revision=2, by=ida)
    assert undo_change(draft, revision=3, by=ida) is True
    assert (_kept().content["icon"], _kept().todos, _kept().revision) == ("baum", [], 4)
    assert undo_change(draft, revision=4, by=ida) is True
    assert (_kept().content["icon"], _kept().todos, can_undo(draft)) == ("hund", [{"code": "texts"}], False)


def test_a_change_that_somebody_built_on_is_not_taken_back(content: dict[str, Any], ida: StaffMember) -> None:
    draft = create_draft({**content, "key": "katze-anmelden"}, source="new", by=ida)
    draft = save_draft(draft, {**content, "icon": "baum"}, revision=1, by=ida)
    with pytest.raises(Stale):
        undo_change(draft, revision=1, by=ida)
    assert _kept().content["icon"] == "baum"


def test_only_the_last_steps_are_kept(content: dict[str, Any], ida: StaffMember) -> None:
    draft = create_draft({**content, "key": "katze-anmelden"}, source="new", by=ida)
    for revision in range(1, 40):
        draft = save_draft(draft, {**content, "retention_years": revision}, revision=revision, by=ida)
    assert draft.steps.count() == 30
    assert draft.steps.earliest("revision").revision == 10


def _kept() -> ServiceDraft:
    draft = find_draft("katze-anmelden")
    assert draft is not None
    return draft
