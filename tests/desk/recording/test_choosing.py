"""What can be recorded now, and what it costs to look."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.cases.service import Draft
from rathaus.catalogue.service import Offer
from rathaus.core import clock
from tests.cases import factories
from tests.desk.recording.conftest import RECORD, TRIP, begin
from tests.walk import visible_text

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    """Counted at the second time, without what opens the scope."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len([q for q in seen if "SAVEPOINT" not in q["sql"] and "rathaus.municipality" not in q["sql"]])


@pytest.mark.parametrize("drafts", [1, 3])
def test_the_list_costs_the_same_for_one_draft_and_three(clara: Client, drafts: int) -> None:
    for _ in range(drafts):
        begin(clara)
    assert queries(clara, "/amt/aufnehmen/") == 5


def test_a_service_that_only_informs_is_not_recorded(clara: Client) -> None:
    page = clara.get("/amt/aufnehmen/").content.decode()
    assert 'href="/amt/aufnehmen/hund-anmelden/"' in page
    assert "/amt/aufnehmen/kfz-zulassung/" not in page
    assert clara.get("/amt/aufnehmen/kfz-zulassung/").status_code == 404


def test_after_the_last_day_it_is_recorded_only_if_it_came_in_time(clara: Client) -> None:
    Offer.objects.filter(pk=factories.publish_dog().pk).update(closes_on=clock.today() - timedelta(days=1))
    page = visible_text(clara.get(RECORD).content.decode())
    assert "Die Frist für diesen Antrag ist abgelaufen." in page
    assert "Nehmen Sie den Antrag nur auf, wenn er rechtzeitig bei Ihnen war." in page
    assert begin(clara, "letter").startswith(RECORD)


def test_when_all_places_are_taken_nothing_begins(clara: Client) -> None:
    dog = factories.publish_dog()
    Offer.objects.filter(pk=dog.pk).update(limit_count=1, limit_per="year")
    dog.refresh_from_db()
    factories.dog_case()
    assert "Alle Plätze sind vergeben." in visible_text(clara.get(RECORD).content.decode())
    assert clara.post(RECORD, {"kanal": "counter", "sprache": "de"}).status_code == 409
    assert Draft.objects.filter(staff__isnull=False).count() == 0


def test_an_internal_service_keeps_its_days(clara: Client, trip: Offer) -> None:
    Offer.objects.filter(pk=trip.pk).update(closes_on=clock.today() - timedelta(days=1))
    assert clara.post(f"/amt/intern/{TRIP}/").status_code == 409
    assert "Die Frist für diesen Antrag ist abgelaufen." in visible_text(
        clara.get(f"/amt/intern/{TRIP}/").content.decode()
    )
