"""How often one may ask, and whose keys let one ask more."""

from typing import Any

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.appointments.models import Hold, PartnerKey
from rathaus.appointments.service import create_partner_key, partner_keys, revoke_partner_key
from tests import cast

from .conftest import NINE, Program, problem
from .test_booking import TEN, WANTED


@pytest.fixture
def key() -> str:
    ida = StaffMember.objects.get(account__email=cast.IDA.email)
    return create_partner_key("Telefonassistent", by=ida)[1]


def test_a_network_asks_so_often_in_a_minute(program: Program, settings: Any) -> None:
    settings.RATHAUS_API_PER_MINUTE = 2
    assert [program.get("/offices").status_code for _ in range(2)] == [200, 200]
    answer = program.get("/offices")
    assert problem(answer) == (429, "too-many")
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_partner_asks_more_often_and_another_network_is_not_stopped(
    program: Program, key: str, settings: Any
) -> None:
    settings.RATHAUS_API_PER_MINUTE = 1
    assert [program.get("/offices").status_code for _ in range(2)] == [200, 429]
    assert [program.get("/offices", x_api_key=key).status_code for _ in range(3)] == [200, 200, 200]
    other = program.client.get("/api/v1/offices", REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_a_network_holds_so_many_and_a_partner_more(program: Program, key: str, settings: Any) -> None:
    settings.RATHAUS_HOLDS_PER_HOUR, settings.RATHAUS_API_PARTNER_HOLDS_PER_HOUR = 1, 2
    program.hold()
    assert problem(program.post("/holds", {**WANTED, "start": TEN})) == (429, "too-many")
    for start in (TEN, "2026-12-01T11:00:00+01:00"):
        assert program.post("/holds", {**WANTED, "start": start}, x_api_key=key).status_code == 201
    assert problem(program.post("/holds", {**WANTED, "start": NINE}, x_api_key=key)) == (429, "too-many")
    assert Hold.objects.count() == 3


def test_a_key_is_of_one_town_and_ends_when_it_is_revoked(program: Program, elsewhere: Program, key: str) -> None:
    assert problem(elsewhere.get("/offices", x_api_key=key)) == (401, "unknown-key")
    assert problem(program.get("/offices", x_api_key=key + "x")) == (401, "unknown-key")
    assert program.get("/offices", x_api_key=key).status_code == 200
    row = partner_keys()[0]
    revoke_partner_key(row, by=row.created_by)
    assert problem(program.get("/offices", x_api_key=key)) == (401, "unknown-key")


def test_the_key_itself_is_kept_nowhere(program: Program, key: str) -> None:
    row = PartnerKey.objects.get()
    assert key not in {str(getattr(row, field.attname)) for field in PartnerKey._meta.concrete_fields}
    assert key.startswith(row.hint)


def test_a_key_opens_no_booking(program: Program, key: str) -> None:
    booked = program.book()
    assert problem(program.get(f"/bookings/{booked['number']}", x_api_key=key)) == (401, "who")
