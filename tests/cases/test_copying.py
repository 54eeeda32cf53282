"""Applying again: what still fits is there, what must be new is not, and all of it is checked anew."""

from typing import Any

import pytest

from rathaus.cases.confirming import confirm
from rathaus.cases.models import DraftFile
from rathaus.cases.service import Case, Draft, NotAvailable, NotReady, apply_again, get_draft, submit_case
from rathaus.catalogue.service import publish, withdraw_offer
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories
from tests.cases.joint import joint_case, link_of
from tests.catalogue.changing import changed_version

pytestmark = pytest.mark.django_db


def again(case: Case) -> Draft:
    draft, token = apply_again(case, language="en")
    assert get_draft(token) == draft
    return draft


def test_answers_come_along_but_no_declaration_and_nothing_reckoned(case: Case) -> None:
    draft = again(case)
    assert (draft.answers["hundename"], draft.answers["halter"]["nachname"]) == ("Bello", "Beispiel")
    assert {"richtigkeit", "steuer_jahr"}.isdisjoint(draft.answers)
    assert (draft.language, draft.case_id, draft.channel) == ("en", None, "online")


def test_files_stay_with_the_earlier_one_and_rows_come_along(town: Municipality) -> None:
    case = joint_case([cast.BILAL])
    confirm(link_of(cast.BILAL))
    draft = again(case)
    assert "karte" not in draft.answers
    assert DraftFile.objects.filter(draft=draft).count() == 0
    assert [row["nachname"] for row in draft.answers["weitere"]] == ["Muster"]


def test_it_is_checked_anew_and_makes_a_case_of_its_own(case: Case) -> None:
    with pytest.raises(NotReady) as raised:
        submit_case(again(case), idempotency_key="again", by=None)
    assert "richtigkeit" in {error.path for error in raised.value.errors}
    assert Case.objects.count() == 1


def test_it_begins_on_todays_version_without_what_has_another_kind_now(case: Case) -> None:
    def change(content: dict[str, Any]) -> None:
        for page in content["form"]["pages"]:
            page["fields"] = [_longer(field) for field in page["fields"] if field["key"] != "farbe"]

    offer = factories.publish_dog()
    version = changed_version(offer, change)
    publish(offer, version, by=None)
    draft = again(case)
    assert draft.version_id == version.pk
    assert "hundename" not in draft.answers
    assert "farbe" not in draft.answers
    assert draft.answers["halter"]["vorname"] == "Anna"


def _longer(field: dict[str, Any]) -> dict[str, Any]:
    if field["key"] != "hundename":
        return field
    kept = {name: field[name] for name in ("key", "visible", "required", "width", "max_length")}
    return {**kept, "kind": "longtext"}


def test_nothing_begins_when_the_service_is_withdrawn(case: Case) -> None:
    withdraw_offer(factories.publish_dog(), by=None)
    with pytest.raises(NotAvailable):
        apply_again(case, language="de")
