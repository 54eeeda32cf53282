"""Who gets in, and what outsiders learn: nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from rathaus.cases.service import AccessLog, Case, TimelineEvent
from rathaus.core import clock
from tests import cast
from tests.desk.conftest import sign_in

pytestmark = pytest.mark.django_db

PAGES = ["", "zugriffe/", "zuweisung/", "bescheid/", "dateien/019a0000-0000-7000-8000-000000000000/"]
ACTS = ["uebernahme/", "zuweisung/", "rueckfrage/", "weiter/", "notiz/", "entscheidung/", "entscheidung/vorschau/"]
FORM = {"revision": "2", "frage": "Warum?", "notiz": "Hm", "ergebnis": "ablehnen", "gruende": "Darum", "an": ""}
OUTSIDERS = ["olga", "theo", "bilal"]


def without_tokens(page: bytes, number: str) -> str:
    return re.sub(r'(value="|X-CSRFToken": ")\w{64}"', "", page.decode()).replace(number, "")


@pytest.mark.parametrize("outsider", OUTSIDERS, indirect=True)
@pytest.mark.parametrize("page", PAGES)
def test_outsiders_find_no_case(outsider: Client, case: Case, page: str) -> None:
    there, nowhere = (outsider.get(f"/amt/vorgaenge/{number}/{page}") for number in (case.number, "2026-999999"))
    assert there.status_code == nowhere.status_code == 404
    assert without_tokens(there.content, case.number) == without_tokens(nowhere.content, "2026-999999")
    assert AccessLog.objects.count() == 0


@pytest.mark.parametrize("outsider", [*OUTSIDERS, "anonymous"], indirect=True)
@pytest.mark.parametrize("act", ACTS)
def test_outsiders_change_nothing(outsider: Client, case: Case, act: str) -> None:
    before = TimelineEvent.objects.count()
    answer = outsider.post(f"/amt/vorgaenge/{case.number}/{act}", FORM)
    assert answer.status_code == (401 if "_auth_user_id" not in outsider.session else 404)
    assert "Anna Beispiel" not in answer.content.decode()
    case.refresh_from_db()
    assert (case.revision, TimelineEvent.objects.count()) == (2, before)


@pytest.mark.parametrize("outsider", ["theo", "bilal"], indirect=True)
def test_the_desk_is_not_there_for_who_does_not_work_here(outsider: Client) -> None:
    assert outsider.get("/amt/").status_code == 404


def test_a_former_member_is_out(clara: Client, case: Case) -> None:
    from tests.cases import factories

    member = factories.staff(cast.CLARA)
    member.is_active = False
    member.save()
    assert clara.get("/amt/").status_code == 404


def test_nobody_signed_in_is_sent_to_the_sign_in_and_back(anonymous: Client, case: Case) -> None:
    answer = anonymous.get(f"/amt/vorgaenge/{case.number}/")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/anmelden/?next=%2Famt%2Fvorgaenge%2F{case.number}%2F",
    )


def test_without_second_factor_there_is_only_the_way_to_one(town: object, case: Case) -> None:
    clara = sign_in(cast.CLARA, second_factor=False)
    for address in ("/amt/", f"/amt/vorgaenge/{case.number}/"):
        assert clara.get(address).headers["Location"] == "/anmelden/sicherheit/"
    page = clara.get("/anmelden/sicherheit/").content.decode()
    assert "Richten Sie einen zweiten Faktor ein" in page


def test_a_text_typed_after_the_session_ended_is_given_back(clara: Client, case: Case) -> None:
    with override_settings(STAFF_IDLE_MINUTES=10):
        clara.get("/amt/")
        with clock.freeze(clock.now() + timedelta(minutes=11)):
            answer = clara.post(f"/amt/vorgaenge/{case.number}/notiz/", {"notiz": "Drei Absätze <b>Arbeit</b>"})
    assert answer.status_code == 401
    assert "Drei Absätze &lt;b&gt;Arbeit" in answer.content.decode()
    assert "_auth_user_id" not in clara.session


def test_who_works_on_stays_signed_in(clara: Client, case: Case) -> None:
    start = clock.now()
    with override_settings(STAFF_IDLE_MINUTES=10):
        for minutes in range(0, 40, 8):
            with clock.freeze(start + timedelta(minutes=minutes)):
                assert clara.get("/amt/").status_code == 200


def test_acts_need_a_post(clara: Client, case: Case) -> None:
    for act in set(ACTS) - {"zuweisung/"}:  # which has a form of its own
        assert clara.get(f"/amt/vorgaenge/{case.number}/{act}").status_code == 405


def test_acts_need_the_token(case: Case, town: object) -> None:
    clara = sign_in(cast.CLARA)
    clara.handler.enforce_csrf_checks = True
    assert clara.post(f"/amt/vorgaenge/{case.number}/uebernahme/", {"revision": case.revision}).status_code == 403


def test_pages_of_the_desk_stay_in_no_cache(clara: Client, case: Case) -> None:
    assert clara.get("/amt/").headers["Cache-Control"] == "no-store"
