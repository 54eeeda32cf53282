"""Ring 2 (managers) and ring 3 (policies), each alone."""

import pytest
from django.db import IntegrityError, connection, transaction

from rathaus.accounts.service import StaffMember, Unit
from rathaus.tenancy.service import (
    ForeignMunicipality,
    Municipality,
    NoScope,
    execute_at_once,
    scope,
    tenant_models,
    unscoped,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "use",
    [
        lambda: list(Unit.objects.all()),
        lambda: Unit.objects.exists(),
        lambda: Unit.objects.count(),
        lambda: Unit.objects.in_bulk(),
        lambda: Unit.objects.update(name="x"),
        lambda: Unit.objects.aggregate(),
        lambda: Unit.objects.bulk_create([Unit(key="a", name="a")]),
        lambda: Unit(key="a", name="a").save(),
        lambda: Unit.objects.create(key="a", name="a"),
    ],
)
def test_manager_fails_closed_without_scope(use) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoScope):
        use()


def test_a_statement_at_once_reaches_own_rows_only(tangerhuette: Municipality, thale: Municipality) -> None:
    execute_at_once(tangerhuette, "update accounts_unit set name = %s", ["It's ours"])
    with scope(tangerhuette):
        assert set(Unit.objects.values_list("name", flat=True)) == {"It's ours"}
    with scope(thale):
        assert Unit.objects.filter(name="It's ours").count() == 0


def test_scope_shows_own_rows_only(tangerhuette: Municipality, thale: Municipality) -> None:
    with scope(tangerhuette):
        assert {s.account.name for s in StaffMember.objects.select_related("account")} == {
            "Clara Clerk", "Leo Leitung", "Olga Ordnung", "Ida Admin"
        }  # fmt: skip
        with scope(thale):
            assert [s.account.name for s in StaffMember.objects.select_related("account")] == ["Theo Clerk"]
        assert StaffMember.objects.count() == 4


def test_save_and_bulk_create_refuse_a_foreign_municipality(tangerhuette: Municipality, thale: Municipality) -> None:
    with scope(thale):
        theirs = Unit.objects.get(key="ordnung")
    with scope(tangerhuette):
        for write in (theirs.save, theirs.delete, lambda: Unit.objects.bulk_create([theirs])):
            with pytest.raises(ForeignMunicipality):
                write()
        with pytest.raises(ForeignMunicipality):
            Unit.objects.update(municipality=thale)


def test_policies_alone_hide_and_refuse_foreign_rows(tangerhuette: Municipality, thale: Municipality) -> None:
    with scope(tangerhuette), unscoped("ring 3 is to hold without ring 2"), connection.cursor() as cursor:
        assert {u.municipality_id for u in Unit.objects.all()} == {tangerhuette.pk}
        cursor.execute("update accounts_unit set name = 'x' where municipality_id = %s", [thale.pk])
        assert cursor.rowcount == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            cursor.execute(
                "insert into accounts_unit (id, municipality_id, key, name, email, phone, room, opening_hours) "
                "values (gen_random_uuid(), %s, 'x', 'x', '', '', '', '[]')",
                [thale.pk],
            )


def test_policies_alone_show_nothing_without_a_municipality(tangerhuette: Municipality) -> None:
    with unscoped("ring 3 is to hold without ring 2"):
        assert Unit.objects.count() == 0


def test_a_foreign_key_cannot_cross_municipalities(tangerhuette: Municipality, thale: Municipality) -> None:
    with scope(thale):
        theirs = Unit.objects.get(key="ordnung")
    with scope(tangerhuette):
        member = StaffMember.objects.first()
        assert member is not None
        with pytest.raises(IntegrityError, match="staffmember_unit_id_tenant"), transaction.atomic():
            StaffMember.objects.filter(pk=member.pk).update(unit_id=theirs.pk)
            connection.check_constraints()


def test_a_nested_scope_gives_the_outer_one_back_after_an_error(
    tangerhuette: Municipality, thale: Municipality
) -> None:
    with scope(tangerhuette):
        with pytest.raises(ZeroDivisionError), scope(thale):
            _ = 1 / 0
        with unscoped("asks the database alone"):
            assert {u.municipality_id for u in Unit.objects.all()} == {tangerhuette.pk}


def test_there_are_tenant_models() -> None:
    assert {"accounts_unit", "outbox_outgoingmail"} <= {m._meta.db_table for m in tenant_models()}
