"""Where an offering says so, a time is booked with the link of an e-mail only."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from rathaus.appointments.confirming import confirmation_link
from rathaus.appointments.holding import delete_old_holds
from rathaus.appointments.models import Booking, Confirmation, Offering
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.models import OutgoingMail
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import BILAL, at, book

from .conftest import Person
from .test_appointments import ME, TIMES, WHEN, text

HERE = "/termine/bestaetigen/"


@pytest.fixture(autouse=True)
def _monday(anna: Person) -> Iterator[None]:
    Offering.objects.filter(key="wohnsitz").update(confirm="link")
    with clock.freeze(MONDAY):
        yield


def ask(person: Person, **who: str) -> str:
    """Choose a time and say who comes; the code in the e-mail."""
    assert person.post(TIMES, WHEN).status_code == 302
    answer = person.post("/termine/reservierung/", {**ME, **who})
    assert answer.headers["Location"] == HERE
    return code()


def code() -> str:
    return confirmation_link(Confirmation.objects.get()).split("#")[1]


def test_it_is_held_until_the_link_is_used(anna: Person) -> None:
    link_code = ask(anna)
    assert Booking.objects.count() == 0
    assert list(Occupied.objects.values_list("state", "expires_at")) == [("held", MONDAY + timedelta(minutes=30))]
    page = text(anna.get(HERE))
    assert f"Wir haben einen Link an {cast.ANNA.email} geschickt." in page
    assert "bis 09:30 Uhr" in page
    places = {anna.post(HERE, {"code": link_code}).headers["Location"] for _twice in range(2)}
    booking = Booking.objects.get()
    assert places == {f"/termine/buchung/{booking.number}/"}
    assert (booking.name, booking.starts_at) == (cast.ANNA.name, at(9))
    assert Confirmation.objects.get().name == ""


def test_it_works_on_another_device_but_not_elsewhere(anna: Person, bilal: Person, other_portal: Client) -> None:
    link_code = ask(anna)
    assert other_portal.post(HERE, {"code": link_code}).status_code == 422
    assert bilal.post(HERE, {"code": "0000-0000"}).status_code == 422
    assert cast.ANNA.email not in text(bilal.get(HERE))
    assert bilal.post(HERE, {"code": link_code}).status_code == 302


def test_without_an_address_there_is_no_link(anna: Person) -> None:
    anna.post(TIMES, WHEN)
    answer = anna.post("/termine/reservierung/", {"name": cast.ANNA.name, "telefon": "03935 93170"})
    assert answer.status_code == 422
    assert "Dorthin schicken wir den Link zum Bestätigen." in text(answer)


def test_another_address_makes_the_first_link_useless_and_there_is_an_end(anna: Person) -> None:
    first = ask(anna, email="vertippt@example.org")
    second = [anna.post("/termine/reservierung/", {**ME, "email": f"{n}@example.org"}).status_code for n in range(3)]
    assert second == [302, 302, 429]
    assert anna.post(HERE, {"code": first}).status_code == 422
    assert anna.post(HERE, {"code": code()}).status_code == 302
    assert OutgoingMail.objects.filter(template="appointment_confirm").count() == 3


def test_who_is_late_and_disturbed_nobody_still_gets_it(anna: Person) -> None:
    link_code = ask(anna)
    with clock.freeze(MONDAY + timedelta(minutes=31)):
        assert anna.post(HERE, {"code": link_code}).status_code == 302


def test_who_is_too_late_is_told_the_nearest_times(anna: Person) -> None:
    link_code = ask(anna)
    with clock.freeze(MONDAY + timedelta(minutes=31)):
        Offering.objects.filter(key="wohnsitz").update(confirm="none")
        for _counter in range(3):
            book(BILAL, at(9))
        Offering.objects.filter(key="wohnsitz").update(confirm="link")
        answer = anna.post(HERE, {"code": link_code})
    assert answer.status_code == 409
    assert 'value="rathaus 2026-12-01T08:15Z"' in answer.content.decode()
    assert Booking.objects.filter(email=cast.ANNA.email).count() == 0


def test_who_never_confirms_is_forgotten_in_the_night(anna: Person) -> None:
    ask(anna)
    with clock.freeze(MONDAY + timedelta(days=1, hours=1)):
        assert delete_old_holds() == 1
    assert Confirmation.objects.count() == 0
