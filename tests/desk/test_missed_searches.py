"""Searches without a hit, for administrators alone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.catalogue.service import note_missed

ADDRESS = "/amt/suche-ohne-treffer/"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outsider", ["clara", "leo", "olga", "theo", "bilal"], indirect=True)
def test_nobody_else_sees_them(outsider: Client) -> None:
    assert outsider.get(ADDRESS).status_code == 404


def test_what_was_missed_twice_is_shown_and_leads_to_the_search(ida: Client) -> None:
    assert "Bisher wurde alles gefunden" in ida.get(ADDRESS).content.decode()
    for typed in ("Jagdschein", "jagdschein", "Maut"):
        note_missed(typed)
    page = ida.get(ADDRESS).content.decode()
    assert 'href="/suche/?q=jagdschein"' in page
    assert "<td>jagdschein</td><td>2</td>" in page
    assert "maut" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_queries_however_much_was_missed(ida: Client, count: int) -> None:
    for n in range(count):
        note_missed("jagdschein" + "abc"[n])
        note_missed("jagdschein" + "abc"[n])
    ida.get(ADDRESS)  # the first request of a session finds the municipality and writes the session
    with CaptureQueriesContext(connection) as seen:
        ida.get(ADDRESS)
    kept = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"] and "rathaus.municipality" not in q["sql"]]
    assert len(kept) == 4, kept
