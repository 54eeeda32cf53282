"""Registers: the municipality's own tables."""

import pytest
from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.catalogue.service import Stale, fill_register, find_register, register_rows, save_register
from rathaus.tenancy.service import Municipality, scope
from tests import cast

pytestmark = pytest.mark.django_db

KEY, COLUMNS = "wege", ["name", "plz"]


def test_a_register_gives_its_rows_by_column(town: Municipality, thale: Municipality) -> None:
    fill_register(KEY, COLUMNS, [["Ahornweg", "39517"], ["Birkenweg", "39517"]])
    assert register_rows(KEY) == [{"name": "Ahornweg", "plz": "39517"}, {"name": "Birkenweg", "plz": "39517"}]
    with scope(thale):
        assert register_rows(KEY) == []


def test_the_definitions_fill_a_register_once(town: Municipality) -> None:
    register = fill_register(KEY, COLUMNS, [["Ahornweg", "39517"]])
    save_register(register, rows=[["Eichenweg", "39517"]], revision=1, by=None)
    fill_register(KEY, COLUMNS, [["Ahornweg", "39517"]])
    assert [row["name"] for row in register_rows(KEY)] == ["Eichenweg"]


def test_a_late_save_is_refused_and_a_good_one_says_who(town: Municipality) -> None:
    ida = StaffMember.objects.get(account__email=cast.IDA.email)
    register = fill_register(KEY, COLUMNS, [])
    saved = save_register(register, rows=[["Ahornweg", "39517"]], revision=1, by=ida)
    assert (saved.revision, saved.changed_by) == (2, ida)
    with pytest.raises(Stale), transaction.atomic():
        save_register(register, rows=[], revision=1, by=ida)
    with pytest.raises(ValueError, match="row 1 has 1 cells instead of 2"), transaction.atomic():
        save_register(saved, rows=[["Ahornweg"]], revision=2, by=ida)
    found = find_register(KEY)
    assert found is not None
    assert found.rows == [["Ahornweg", "39517"]]
