"""A clerk's calendars at the desk."""

import pytest
from django.test import Client

from rathaus.appointments.models import BusyCalendar, DeskFeed
from tests.portal.test_appointments import text

PAGE = "/amt/termine/kalender/"


def test_made_shown_and_ended(clara: Client, olga: Client) -> None:
    assert clara.post(PAGE, {"namen": "1"}).status_code == 302
    feed = DeskFeed.objects.get()
    assert feed.names
    assert "mit Namen" in text(clara.get(PAGE))
    assert "mit Namen ," not in text(olga.get(PAGE))
    assert olga.post(f"{PAGE}{feed.pk}/beenden/").status_code == 404
    assert clara.post(f"{PAGE}{feed.pk}/beenden/").status_code == 302
    assert clara.post(PAGE, {"schalter": "nirgends"}).status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is not None


def test_ones_own_calendar_is_connected_and_its_problem_told(clara: Client, olga: Client) -> None:
    assert clara.post(f"{PAGE}einlesen/", {"adresse": "http://10.0.0.1/a.ics"}).status_code == 422
    assert clara.post(f"{PAGE}einlesen/", {"adresse": "webcal://calendar.example.org/a.ics"}).status_code == 302
    assert BusyCalendar.objects.get().url == "https://calendar.example.org/a.ics"
    BusyCalendar.objects.update(problem="too_big")
    assert "größer als 2 MB" in text(clara.get(PAGE))
    assert "größer als 2 MB" not in text(olga.get(PAGE))
    assert clara.post(f"{PAGE}einlesen/", {"adresse": ""}).status_code == 302
    assert BusyCalendar.objects.get().removed_at is not None


@pytest.mark.parametrize("outsider", ["bilal", "theo"], indirect=True)
def test_it_is_not_there_for_outsiders(outsider: Client) -> None:
    assert outsider.get(PAGE).status_code == 404
    assert outsider.post(PAGE, {}).status_code == 404
    assert DeskFeed.objects.count() == 0
