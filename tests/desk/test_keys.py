"""Keys for partners, for administrators alone."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.appointments.models import PartnerKey
from rathaus.appointments.service import find_partner
from tests import cast

ADDRESS = "/amt/schluessel/"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outsider", ["clara", "leo", "olga", "theo", "bilal"], indirect=True)
def test_nobody_else_sees_or_makes_them(outsider: Client) -> None:
    assert outsider.get(ADDRESS).status_code == 404
    assert outsider.post(ADDRESS, {"name": "Bot"}).status_code == 404


def test_a_key_is_shown_once_and_ended(ida: Client, clara: Client) -> None:
    assert ida.post(ADDRESS, {"name": " "}).status_code == 422
    page = ida.post(ADDRESS, {"name": "Telefonassistent"}).content.decode()
    found = re.search(r"rk-[0-9a-z]{32}", page)
    assert found is not None
    row = PartnerKey.objects.get()
    assert find_partner(found[0]) == row
    assert row.created_by.account.email == cast.IDA.email
    assert found[0] not in ida.get(ADDRESS).content.decode()
    end = f"{ADDRESS}{row.pk}/ende/"
    assert clara.post(end).status_code == 404
    assert find_partner(found[0]) == row
    assert ida.post(end).headers["Location"] == ADDRESS
    assert find_partner(found[0]) is None
    row.refresh_from_db()
    assert row.revoked_by is not None
    assert row.revoked_by.account.email == cast.IDA.email
    assert "Gilt nicht mehr" in ida.get(ADDRESS).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_however_many_there_are(ida: Client, count: int) -> None:
    for n in range(count):
        ida.post(ADDRESS, {"name": f"Bot {n}"})
    with CaptureQueriesContext(connection) as seen:
        ida.get(ADDRESS)
    kept = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"] and "rathaus.municipality" not in q["sql"]]
    assert len(kept) == 4, kept
