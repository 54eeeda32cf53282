"""The desk of the channel: who may write, and who releases."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.channel.models import Correction, Dispatch, Publication
from rathaus.channel.service import may
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.channel.making import staff

from .test_channel import FACILITY, NEW, NEWS, STORM, body


@pytest.fixture(autouse=True)
def _monday(settings: Any, asks_what_holds: None) -> Iterator[None]:
    settings.STAFF_IDLE_MINUTES = 10**6
    with clock.freeze(MONDAY):
        yield


def test_where_two_are_asked_the_second_releases(town: Municipality, clara: Client, leo: Client) -> None:
    town.settings = {**town.settings, "two_persons": True}
    town.save()
    page = body(clara.post(NEW, {name: value for name, value in STORM.items() if name != "absenden"}))
    assert ("Zur Freigabe geben" in page, "Geht sofort hinaus" in page) == (True, False)
    clara.post(NEW, STORM)
    found = Publication.objects.get()
    release = f"/amt/meldungen/{found.pk}/freigabe/"
    assert "Freigeben können:" in body(clara.get(f"/amt/meldungen/{found.pk}/"))
    assert "Wartet auf Ihre Freigabe" not in body(clara.get("/amt/meldungen/"))
    clara.post(release)
    assert Publication.objects.get().published_at is None
    assert "Wartet auf Ihre Freigabe" in body(leo.get("/amt/meldungen/"))
    assert "Warnung freigeben" in body(leo.get(f"/amt/meldungen/{found.pk}/"))
    leo.post(release, {"stand": "7"})  # he saw other words
    assert Publication.objects.get().published_at is None
    leo.post(release, {"stand": "0"})
    assert Publication.objects.get().published_at == MONDAY


def test_who_releases_what_is_over_hears_so(town: Municipality, clara: Client, leo: Client) -> None:
    town.settings = {**town.settings, "two_persons": True}
    town.save()
    clara.post(NEW, STORM)
    page = f"/amt/meldungen/{Publication.objects.get().pk}/"
    with clock.freeze(MONDAY + timedelta(hours=12)):
        answer = leo.post(f"{page}freigabe/", {"stand": "0"}, follow=True)
    assert ("Ändern Sie es zuerst." in body(answer), Dispatch.objects.count()) == (True, 0)


def test_a_correction_waits_for_the_second_and_both_see_it(town: Municipality, clara: Client, leo: Client) -> None:
    town.settings = {**town.settings, "two_persons": True}
    town.save()
    clara.post(NEW, STORM)
    found = Publication.objects.get()
    page = f"/amt/meldungen/{found.pk}/"
    leo.post(f"{page}freigabe/")
    clara.post(f"{page}korrektur/", {**STORM, "titel": "Orkan", "sagen": "on"})
    assert "Korrektur wartet auf Freigabe" in body(clara.get("/amt/meldungen/"))
    correction = Correction.objects.get()
    seen = {name: body(who.get(page)) for name, who in (("clara", clara), ("leo", leo))}
    assert [("Orkan" in text, "Korrektur freigeben" in text) for text in seen.values()] == [
        (True, False),
        (True, True),
    ]
    clara.post(f"{page}korrektur/{correction.pk}/freigabe/")
    assert Publication.objects.get().title == "Sturm"
    leo.post(f"{page}korrektur/{correction.pk}/freigabe/")
    assert Publication.objects.get().title == "Orkan"
    assert [d.kind for d in Dispatch.objects.order_by("number")] == ["first", "correction"]


def test_who_may_not_sees_the_list_without_buttons_and_can_post_nothing(clara: Client, olga: Client) -> None:
    clara.post(NEW, STORM)
    found = Publication.objects.get()
    page = f"/amt/meldungen/{found.pk}/"
    board, item = body(olga.get("/amt/meldungen/")), body(olga.get(page))
    assert ("Sturm" in board, "Meldung schreiben" in board, "Einrichtungen" in board) == (True, False, False)
    assert ("Korrigieren" in item, "Entwarnung geben" in item) == (False, False)
    answers = [
        olga.get(NEW),
        olga.post(NEW, {**NEWS, "absenden": "ja"}),
        olga.get(FACILITY),
        olga.post(FACILITY, {"stand": "closed"}),
        olga.get(f"{page}korrektur/"),
        olga.post(f"{page}korrektur/", STORM),
        olga.post(f"{page}ende/"),
        olga.post(f"{page}freigabe/"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert (Publication.objects.count(), Publication.objects.get().ended_at) == (1, None)


def test_who_may_write_but_not_warn_is_offered_no_warning(ida: Client, olga: Client) -> None:
    ida.post(f"/amt/meldungen/rechte/{staff(cast.OLGA).pk}/", {"recht": "messages"})
    page = body(olga.get(NEW))
    assert ("?art=status" in page, "?art=warning" in page, "Trinkwasser" in page) == (True, False, False)
    assert 'name="stufe"' not in body(olga.get(f"{NEW}?vorlage=trinkwasser"))
    assert olga.post(NEW, STORM).status_code == 404
    assert olga.post(NEW, {**NEWS, "absenden": "ja"}).status_code == 302


def test_administrators_say_who_may_publish(ida: Client, clara: Client, theo: Client, bilal: Client) -> None:
    address = f"/amt/meldungen/rechte/{staff(cast.OLGA).pk}/"
    for outsider in (clara, theo, bilal):
        assert outsider.get("/amt/meldungen/rechte/").status_code == 404
        assert outsider.post(address, {"recht": "warnings"}).status_code == 404
    assert may(staff(cast.OLGA)).level == ""
    assert "Olga Ordnung" in body(ida.get("/amt/meldungen/rechte/"))
    assert ida.post(address, {"recht": "alles"}).status_code == 404
    assert ida.post(address, {"recht": "warnings"}).status_code == 302
    assert may(staff(cast.OLGA)).level == "warnings"
