"""/konto/daten/ and /konto/loeschen/: for the owner, freshly confirmed; for everybody else there is nothing."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from rathaus.accounts.service import Account
from rathaus.rights.exporting import make_export
from rathaus.rights.models import Erasure, ExportRequest
from rathaus.rights.service import request_export
from rathaus.tenancy.service import Municipality
from tests.signing_in import sign_in_session


@pytest.fixture
def browser(anna: Account) -> Client:
    """Anna, who has just signed in."""
    return signed_in(anna)


def signed_in(account: Account, host: str = "tangerhuette.localhost", *, minutes_ago: int = 0) -> Client:
    client = Client(HTTP_HOST=host)
    sign_in_session(client, account, second_factor=False)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 60 * minutes_ago}]
    session.save()
    return client


@pytest.fixture
def archive(annas_life: Account) -> str:
    """Where Anna's archive is."""
    request = request_export(annas_life, language="de")
    make_export(str(request.pk))
    return f"/konto/daten/{request.pk}/"


def test_she_asks_waits_and_fetches_it_from_either_host(
    browser: Client, annas_life: Account, thale: Municipality
) -> None:
    assert browser.post("/konto/daten/").headers["Location"] == "/konto/daten/"
    assert "werden zusammengestellt" in browser.get("/konto/daten/").content.decode()
    request = ExportRequest.objects.get()
    make_export(str(request.pk))
    assert "Liegt bis zum" in browser.get("/konto/daten/").content.decode()
    for host in ("tangerhuette.localhost", "thale.localhost"):
        response = signed_in(annas_life, host).get(f"/konto/daten/{request.pk}/")
        assert b"".join(response.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]  # a FileResponse
        assert response.headers["Content-Type"] == "application/zip"
        assert "no-store" in response.headers["Cache-Control"]


def test_an_outsider_gets_404_and_nobody_signed_in_the_sign_in(archive: str, bilal: Account, portal: Client) -> None:
    assert signed_in(bilal).get(archive).status_code == 404
    assert portal.get(archive).headers["Location"].startswith("/anmelden/")


def test_an_older_session_of_hers_must_confirm_first(archive: str, anna: Account) -> None:
    answer = signed_in(anna, minutes_ago=10).get(archive)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/anmelden/bestaetigen/")


def test_who_has_nothing_to_confirm_with_gets_a_code_by_e_mail(archive: str, anna: Account) -> None:
    anna.set_unusable_password()
    anna.save()
    answer = signed_in(anna, minutes_ago=10).get(archive)
    expected = reverse("account_confirm_by_code", urlconf="rathaus.config.urls")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, expected)


def test_a_fourth_time_a_day_is_refused_in_words(browser: Client, annas_life: Account) -> None:
    for _ in range(4):
        browser.post("/konto/daten/")
        for request in ExportRequest.objects.filter(finished_at=None):
            make_export(str(request.pk))
    assert "Versuchen Sie es morgen wieder" in browser.get("/konto/daten/").content.decode()
    assert ExportRequest.objects.count() == 3


def test_deleting_asks_once_and_signs_out(browser: Client, annas_life: Account) -> None:
    page = browser.get("/konto/loeschen/").content.decode()
    assert "Läuft noch und geht auch ohne Ihr Konto weiter." in page
    assert "Wird bis zum 31. Dezember" in page
    assert "endgültig löschen" in browser.get("/konto/loeschen/bestaetigen/").content.decode()
    assert Erasure.objects.count() == 0
    assert browser.post("/konto/loeschen/bestaetigen/").headers["Location"] == "/konto/geloescht/"
    assert browser.get("/konto/geloescht/").status_code == 200
    assert browser.get("/konto/daten/").status_code == 302
    assert browser.post("/konto/loeschen/bestaetigen/").status_code == 302
    assert Erasure.objects.count() == 1


def test_an_older_session_deletes_nothing(anna: Account) -> None:
    client = signed_in(anna, minutes_ago=10)
    answer = client.post("/konto/loeschen/bestaetigen/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/anmelden/bestaetigen/")
    assert Erasure.objects.count() == 0


def test_the_pages_of_the_account_are_for_who_is_signed_in(portal: Client, town: Municipality) -> None:
    for path in ("daten/", "daten/einsicht/", "daten/berichtigen/", "loeschen/", "loeschen/bestaetigen/"):
        assert portal.get(f"/konto/{path}").headers["Location"].startswith("/anmelden/")


def test_what_can_be_corrected_where_is_said(browser: Client) -> None:
    assert "Laufende Anträge ändern sich dadurch nicht." in browser.get("/konto/daten/berichtigen/").content.decode()


def test_the_privacy_page_leads_here(portal: Client) -> None:
    assert 'href="/konto/daten/"' in portal.get("/datenschutz/").content.decode()
