"""Publishing changes, comparing versions, going back, withdrawing: each a row with who and when."""

import copy
import re
from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.service import StaffMember
from rathaus.cases.service import draft_context, start_draft
from rathaus.catalogue.models import KeepingEvent, Publication
from rathaus.catalogue.service import (
    change_terms,
    compiled,
    create_draft,
    get_offer,
    publications,
    publish,
    terms_draft,
    terms_of,
)
from rathaus.desk.keeping.differing import Snapshot, differences
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.catalogue.changing import changed_version
from tests.desk.keeping import DOG, dog, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(town: Municipality) -> StaffMember:
    return StaffMember.objects.get(account__email=cast.IDA.email)


@pytest.fixture
def fee_changed(admin: StaffMember) -> None:
    """61.50 € for the first dog, saved and not published."""
    parameters = {**dog().parameters, "steuer_erster_hund": "61.50"}
    change_terms(dog(), {"parameters": parameters}, revision=0, by=admin)


def seen() -> dict[str, int]:
    """What the forms carry: the revisions that a person sees now."""
    return {"revision": dog().revision, "draft_revision": terms_draft(dog()).revision}


def text_of(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.decode()))


def fee() -> str:
    return str(dog().parameters["steuer_erster_hund"])


def test_a_change_is_reviewed_and_then_holds_for_everybody(ida: Client, fee_changed: None) -> None:
    page = text_of(ida.get(page_of("veroeffentlichung/")).content)
    assert "Hundesteuer im Jahr für den ersten Hund geändert" in page
    assert "gestrichen: 48,00" in page
    assert "eingefügt: 61,50" in page
    assert fee() == "48.00"
    answer = ida.post(page_of("veroeffentlichung/"), seen())
    assert (answer.status_code, fee(), terms_draft(dog()).is_open) == (302, "61.50", False)
    last = publications(dog())[0]
    assert (str(last.by), last.state) == ("Ida Admin", "published")
    assert "61,50" in Client(HTTP_HOST="tangerhuette.localhost").get(f"/leistungen/{DOG}/").content.decode()


def test_whoever_saw_an_older_state_publishes_nothing(ida: Client, admin: StaffMember, fee_changed: None) -> None:
    old = seen()
    change_terms(dog(), {"parameters": {**dog().parameters, "steuer_erster_hund": "70.00"}}, revision=1, by=admin)
    answer = ida.post(page_of("veroeffentlichung/"), old)
    assert answer.status_code == 409
    assert "70,00" in answer.content.decode()
    version = dog().version
    assert version is not None
    publish(dog(), version, by=None)
    assert ida.post(page_of("veroeffentlichung/"), {**seen(), "revision": old["revision"]}).status_code == 409
    assert fee() == "48.00"


def test_changes_that_no_longer_fit_the_version_are_refused_with_place_and_reason(
    ida: Client, fee_changed: None
) -> None:
    def shorter(content: dict[str, Any]) -> None:
        days = next(p for p in content["parameters"] if p["key"] == "anmeldefrist_tage")
        days |= {"maximum": 10, "default": 7}

    parameters = {**dog().parameters, "anmeldefrist_tage": 7}
    publish(dog(), changed_version(dog(), shorter), by=None, parameters=parameters)
    answer = ida.post(page_of("veroeffentlichung/"), seen())
    assert answer.status_code == 422
    assert "Frist für die Anmeldung in Tagen: the number must be between 1 and 10" in answer.content.decode()
    assert (fee(), terms_draft(dog()).is_open) == ("48.00", True)


def test_values_that_a_new_version_no_longer_knows_are_left_out(ida: Client, fee_changed: None) -> None:
    def without(content: dict[str, Any]) -> None:
        content["parameters"] = [p for p in content["parameters"] if p["key"] != "steuer_faellig_am"]

    kept = {key: value for key, value in dog().parameters.items() if key != "steuer_faellig_am"}
    publish(dog(), changed_version(dog(), without), by=None, parameters=kept)
    assert ida.post(page_of("veroeffentlichung/"), seen()).status_code == 302
    assert (fee(), "steuer_faellig_am" in dog().parameters) == ("61.50", False)


def test_discarding_leaves_what_is_published(ida: Client, fee_changed: None) -> None:
    ida.post(page_of("aenderungen/verwerfen/"), {"draft_revision": 99})
    assert terms_draft(dog()).is_open
    ida.post(page_of("aenderungen/verwerfen/"), seen())
    assert (terms_draft(dog()).is_open, fee()) == (False, "48.00")
    assert terms_draft(dog()).revision == 2  # so that a page from before is refused


def test_withdrawn_and_offered_again(ida: Client, town: Municipality) -> None:
    anybody = Client(HTTP_HOST="tangerhuette.localhost")
    ida.post(page_of("ruecknahme/"), {"revision": 77})
    assert get_offer(DOG) is not None
    ida.post(page_of("ruecknahme/"), seen())
    assert get_offer(DOG) is None
    assert anybody.get(f"/leistungen/{DOG}/").status_code in {404, 410}
    assert "Wieder anbieten" in ida.get(page_of()).content.decode()
    ida.post(page_of("veroeffentlichung/"), seen())
    assert get_offer(DOG) is not None
    assert anybody.get(f"/leistungen/{DOG}/").status_code == 200


def test_going_back_restores_version_and_terms_and_leaves_drafts_alone(
    ida: Client, admin: StaffMember, fee_changed: None
) -> None:
    first = publications(dog())[0]
    ida.post(page_of("veroeffentlichung/"), seen())
    other = changed_version(dog(), lambda content: content.update(retention_years=3))
    publish(dog(), other, by=admin)
    draft, _token = start_draft(dog(), language="de")
    page = text_of(ida.get(page_of(f"fassungen/{first.pk}/")).content)
    assert "Aufbewahrung in Jahren geändert" in page
    assert ida.post(page_of(f"fassungen/{first.pk}/"), {"revision": 0}).status_code == 409
    ida.post(page_of(f"fassungen/{first.pk}/"), seen())
    assert (dog().version_id, fee()) == (first.version_id, "48.00")
    draft.refresh_from_db()
    assert draft.version_id == other.pk
    assert str(draft_context(draft).parameters["steuer_erster_hund"]) == "61.50"
    assert publications(dog())[0].pk != first.pk


def test_a_version_of_another_service_is_no_way_back(ida: Client, town: Municipality) -> None:
    other = Publication.objects.exclude(offer=dog()).first()
    assert other is not None
    assert ida.get(page_of(f"fassungen/{other.pk}/")).status_code == 404
    assert ida.post(page_of(f"fassungen/{other.pk}/"), seen()).status_code == 404
    assert ida.get(page_of(f"unterschied/?von={other.pk}")).status_code == 404
    assert ida.get(page_of("unterschied/?von=unsinn")).status_code == 404


def test_versions_say_what_each_changed(ida: Client, fee_changed: None) -> None:
    ida.post(page_of("veroeffentlichung/"), seen())
    ida.post(page_of("ruecknahme/"), seen())
    page = text_of(ida.get(page_of("fassungen/")).content)
    assert re.search(r"Ida Admin · zurückgezogen gilt jetzt Nicht mehr angeboten", page)
    assert re.search(r"Ida Admin Einstellungen", page)
    assert "gemeinsame Leistungen Erste Veröffentlichung" in page


def test_a_first_version_is_not_compared_with_itself(ida: Client, fee_changed: None) -> None:
    assert 'type="radio"' not in ida.get(page_of("fassungen/")).content.decode()
    ida.post(page_of("veroeffentlichung/"), seen())
    page = ida.get(page_of("fassungen/")).content.decode()
    assert page.count('name="von"') == page.count('name="bis"') == 2
    assert "<title>Fassungen: Hund anmelden" in page


def test_fields_rules_and_texts_stand_side_by_side(town: Municipality) -> None:
    before = compiled(dog().current_version).definition.model_dump(mode="json")
    after = copy.deepcopy(before)
    page = after["form"]["pages"][1]
    page["fields"] = [field for field in page["fields"] if field["key"] != "farbe"]
    page["fields"][0]["max_length"] = 33
    seit = next(field for field in page["fields"] if field["key"] == "seit")
    seit["valid"]["bald"] = "seit <= today + days(30)"
    page["fields"].append({"key": "spitzname", "kind": "text", "required": False})
    after["texts"]["de"]["summary"] = "Melden Sie Ihren Hund an."
    del after["texts"]["de"]["fields"]["farbe"]
    after["texts"]["de"]["fields"]["spitzname"] = {"label": "Wie rufen Sie ihn?", "short": "Spitzname"}
    terms = terms_of(dog())
    found = {
        (section.title, change.label): (change.kind, change.before, change.after)
        for section in differences(Snapshot(before, terms), Snapshot(after, terms))
        for change in section.changes
    }
    assert found["Felder", "Fellfarbe"][0] == "gone"
    assert found["Felder", "Spitzname"][::2] == ("new", "Seite: Ihr Hund\nArt: text\nPflicht: Nein")
    assert "Höchstens Zeichen: 33" in found["Felder", "Name des Hundes"][2]
    assert found["Regeln und Ablauf", "Haltung seit · Gültig, wenn · bald"] == (
        "changed",
        "seit <= today + days(60)",
        "seit <= today + days(30)",
    )
    assert found["Texte", "Auf Deutsch · Kurz gesagt"][2] == "Melden Sie Ihren Hund an."
    assert found["Texte", "Auf Deutsch · Feld · Spitzname · Frage"] == ("new", "", "Wie rufen Sie ihn?")
    assert ("Felder", "Rasse") not in found


def test_equal_states_have_no_difference(town: Municipality) -> None:
    snapshot = Snapshot.of(compiled(dog().current_version).definition, terms_of(dog()))
    assert differences(snapshot, snapshot) == []


def test_an_unsound_draft_of_the_form_can_be_compared_too(ida: Client, town: Municipality) -> None:
    content = compiled(dog().current_version).definition.model_dump(mode="json")
    content["retention_years"] = "ewig"
    create_draft(content, source="copy", by=None, base=dog().version)
    page = text_of(ida.get(page_of("unterschied/")).content)
    assert "Aufbewahrung in Jahren" in page
    assert "ewig" in page


def test_every_act_is_noted_with_who(ida: Client, fee_changed: None) -> None:
    ida.post(page_of("veroeffentlichung/"), seen())
    ida.post(page_of("ruecknahme/"), seen())
    acts = KeepingEvent.objects.filter(service_key=DOG).order_by("at", "id")
    assert [(event.act, str(event.by)) for event in acts] == [
        ("parameters", "Ida Admin"),
        ("publish", "Ida Admin"),
        ("withdraw", "Ida Admin"),
    ]
    assert "Ida Admin hat die Leistung zurückgezogen" in text_of(ida.get(page_of()).content)


@pytest.mark.parametrize("outsider", ["clara", "leo", "theo", "bilal"], indirect=True)
@pytest.mark.parametrize(
    "page", ["veroeffentlichung/", "ruecknahme/", "aenderungen/verwerfen/", "fassungen/", "unterschied/"]
)
def test_nobody_else_publishes_or_looks(outsider: Client, fee_changed: None, page: str) -> None:
    before = Publication.objects.count()
    assert outsider.get(page_of(page)).status_code in {404, 405}
    assert outsider.post(page_of(page), seen()).status_code in {404, 405}
    assert (Publication.objects.count(), terms_draft(dog()).is_open) == (before, True)


def test_thales_administrator_keeps_nothing_here(town: Municipality, fee_changed: None, theo: Client) -> None:
    from rathaus.tenancy.service import scope

    thale = town.__class__.objects.get(key="thale")
    with scope(thale):
        StaffMember.objects.filter(account__email=cast.THEO.email).update(role="admin")
    assert theo.get(page_of()).status_code == 404
    assert theo.post(page_of("veroeffentlichung/"), seen()).status_code == 404
    assert fee() == "48.00"
