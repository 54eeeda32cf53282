"""The list of all services: what there is, in which state, for administrators alone."""

import pytest
from django.test import Client

from rathaus.catalogue.models import TermsDraft
from rathaus.catalogue.service import create_draft, publish_definitions, withdraw_offer
from rathaus.tenancy.service import Municipality
from tests.desk.keeping import DOG, LIST, dog, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outsider", ["clara", "leo", "olga", "theo", "bilal"], indirect=True)
@pytest.mark.parametrize("address", [LIST, page_of(), page_of(key="gibt-es-nicht")])
def test_nobody_else_keeps_services(outsider: Client, address: str) -> None:
    assert outsider.get(address).status_code == 404


def test_the_way_is_shown_to_administrators_alone(ida: Client, clara: Client) -> None:
    assert f'href="{LIST}"' in ida.get("/amt/").content.decode()
    assert f'href="{LIST}"' not in clara.get("/amt/").content.decode()


def test_the_list_shows_state_version_unit_and_maturity(ida: Client, town: Municipality) -> None:
    publish_definitions(town)
    withdraw_offer(dog(), by=None)
    create_draft({"key": "laterne", "texts": {"de": {"title": "Laterne melden"}}}, source="new", by=None)
    page = ida.get(LIST).content.decode()
    rows = {row.split("</a>")[0].rsplit(">", 1)[1]: row for row in page.split("<tr>")[2:]}
    assert [word in rows["Hund anmelden"] for word in ("Zurückgezogen", "Bürgerservice", "Bescheid online")] == [
        True
    ] * 3
    assert "Veröffentlicht" in rows["Hund abmelden"]
    assert [word in rows["Laterne melden"] for word in ("Entwurf", "noch keine", "eigene")] == [True] * 3


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?q=hund", "Hund anmelden", "Gewerbe anmelden"),
        ("?q=ordnung", "Gewerbe anmelden", "Hund anmelden"),
        ("?stand=zurueckgezogen", "Hund anmelden", "Hund abmelden"),
        ("?stand=veroeffentlicht", "Hund abmelden", "Hund anmelden"),
        ("?stand=geaendert", "Gewerbe anmelden", "Hund anmelden"),
        ("?stand=unsinn&seite=unsinn", "Hund anmelden", "xyzzy"),
    ],
)
def test_words_and_state_filter_the_list(
    ida: Client, town: Municipality, query: str, shown: str, hidden: str
) -> None:
    publish_definitions(town)
    withdraw_offer(dog(), by=None)
    business = dog().__class__.objects.get(service_key="gewerbe-anmelden")
    TermsDraft.objects.create(offer=business, unit=business.unit)
    page = ida.get(LIST + query).content.decode()
    assert (f">{shown}</a>" in page, f">{hidden}</a>" in page) == (True, False)


def test_nothing_found_offers_the_way_back(ida: Client) -> None:
    assert "Filter zurücksetzen" in ida.get(f"{LIST}?q=xyzzy").content.decode()


def test_the_list_costs_the_same_queries_however_long_it_is(
    ida: Client, town: Municipality, django_assert_num_queries: object
) -> None:
    publish_definitions(town)
    ida.get(LIST)
    for query in ("?q=vorkaufsrecht", ""):
        with django_assert_num_queries(9):  # type: ignore[operator]
            ida.get(LIST + query)


def test_a_service_that_is_only_a_draft_leads_to_its_form(ida: Client) -> None:
    create_draft({"key": "laterne"}, source="new", by=None)
    assert ida.get(page_of(key="laterne")).headers["Location"] == page_of("formular/", "laterne")


def test_an_unknown_service_is_not_found(ida: Client) -> None:
    assert ida.get(page_of(key="gibt-es-nicht")).status_code == 404
    assert ida.get(page_of(key=DOG)).status_code == 200
