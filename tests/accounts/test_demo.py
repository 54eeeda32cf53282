"""The demo's people, who must never appear in a real town hall."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings

from rathaus.accounts import demo
from rathaus.accounts.service import Account, StaffMember, Unit
from rathaus.tenancy.service import Municipality, scope
from tests.cast import ANNA, CLARA, PASSWORD

pytestmark = pytest.mark.django_db


def create_twice(municipality: Municipality) -> None:
    demo.create_demo_staff(municipality)
    demo.create_demo_staff(municipality)


def test_seeding_may_run_again(town: Municipality) -> None:
    create_twice(town)
    assert StaffMember.objects.count() == 5
    assert Authenticator.objects.filter(user__email=CLARA.email).count() == 1


def test_the_personnel_office_has_somebody_where_there_is_one(town: Municipality) -> None:
    personnel = Unit.objects.get(key="personal")
    assert [staff.unit for staff in demo.create_demo_staff(town) if staff.account.name == "Pia Personal"] == [
        personnel
    ]
    Unit.objects.filter(key="personal").update(key="anders")
    assert [staff for staff in demo.create_demo_staff(town) if staff.account.name == "Pia Personal"] == []


def test_a_town_without_cast_gets_somebody_for_each_task(thale: Municipality) -> None:
    other = Municipality.objects.create(key="kalbe", name="Stadt Kalbe", short_name="Kalbe")
    with scope(other):
        Unit.objects.create(key="rathaus", name="Rathaus")
        staff = demo.create_demo_staff(other)
        assert [(s.account.email, s.role) for s in staff] == [
            ("kim@kalbe.example", "clerk"), ("robin@kalbe.example", "lead"), ("toni@kalbe.example", "admin")
        ]  # fmt: skip


@override_settings(RATHAUS_DEMO=True)
def test_the_demo_page_names_people_and_the_code_signs_in(portal: Client, town: Municipality) -> None:
    create_twice(town)
    page = portal.get("/anmelden/").content.decode()
    assert PASSWORD in page
    assert demo.current_code(CLARA.email) in page
    assert "theo@thale.example" not in page
    portal.post("/anmelden/", {"login": CLARA.email, "password": PASSWORD})
    portal.post("/anmelden/zweiter-schritt/", {"code": demo.current_code(CLARA.email)})
    assert portal.session["_auth_user_id"] == str(Account.objects.get(email=CLARA.email).pk)


def test_outside_the_demo_nothing_tells_a_code(portal: Client, town: Municipality) -> None:
    create_twice(town)
    assert demo.current_code(CLARA.email) == ""
    assert PASSWORD not in portal.get("/anmelden/").content.decode()


@override_settings(RATHAUS_DEMO=True)
def test_citizens_of_the_demo_sign_in_at_every_town_hall(
    portal: Client, other_portal: Client, town: Municipality
) -> None:
    demo.create_demo_citizens()
    demo.create_demo_citizens()
    for browser in (portal, other_portal):
        page = browser.get("/anmelden/").content.decode()
        assert [c.email in page for c in demo.CITIZENS] == [True] * 4
        browser.post("/anmelden/", {"login": ANNA.email, "password": PASSWORD})
        assert browser.session["_auth_user_id"] == str(Account.objects.get(email=ANNA.email).pk)
        assert browser.get("/amt/").status_code == 404


@override_settings(RATHAUS_DEMO=True)
def test_the_demo_page_names_only_people_who_are_there(portal: Client, town: Municipality) -> None:
    assert ANNA.email not in portal.get("/anmelden/").content.decode()
