"""The catalogue gate: PostgreSQL itself says that every tenant table is sealed. With the control that it can fail."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from psycopg import Connection, sql

from rathaus.runtime.postgres import Cluster
from rathaus.tenancy.service import append_only_models, held_models, tenant_models
from tests.tenancy.gate import HOLDER_CONDITION, loose_constraints, unsealed

TABLES = [model._meta.db_table for model in tenant_models()]
HELD = [model._meta.db_table for model in held_models()]


@pytest.fixture
def superuser(cluster: Cluster) -> Iterator[Connection[Any]]:
    """A connection past all policies; whatever it changes is rolled back."""
    with psycopg.connect(cluster.url("postgres", "rathaus_test")) as connection:
        yield connection
        connection.rollback()


def test_every_table_with_a_municipality_is_sealed(superuser: Connection[Any]) -> None:
    assert unsealed(superuser, HELD) == []


def test_every_table_with_a_municipality_belongs_to_a_tenant_model(superuser: Connection[Any]) -> None:
    rows = superuser.execute(
        "select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid "
        "where a.attname = 'municipality_id' and c.relkind in ('r', 'p', 'v', 'm') order by 1"
    ).fetchall()
    assert [name for (name,) in rows] == sorted(TABLES)


def test_every_constraint_between_tenants_contains_the_municipality(superuser: Connection[Any]) -> None:
    assert loose_constraints(superuser, TABLES) == []


def test_every_tenant_foreign_key_is_a_constraint_of_the_database(superuser: Connection[Any]) -> None:
    declared = {
        (model._meta.db_table, field.column)
        for model in tenant_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in tenant_models()
    }
    rows = superuser.execute(
        "select c.relname, a.attname from pg_constraint k join pg_class c on c.oid = k.conrelid "
        "join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[2] "
        "where k.contype = 'f' and array_length(k.conkey, 1) = 2"
    ).fetchall()
    assert set(rows) == declared


@pytest.mark.parametrize(
    "damage",
    [
        "drop policy municipality on {table}",
        "alter table {table} no force row level security",
        "alter table {table} disable row level security",
        "create policy open_door on {table} using (true)",
    ],
)
@pytest.mark.parametrize("table", TABLES)
def test_control_the_gate_sees_each_damage(superuser: Connection[Any], table: str, damage: str) -> None:
    superuser.execute(sql.SQL(damage).format(table=sql.Identifier(table)))  # type: ignore[arg-type]  # a literal above
    assert [name for name, _ in unsealed(superuser, HELD)] == [table]


@pytest.mark.parametrize(
    "damage",
    [
        "drop policy holder on {table}",
        "drop policy holder on {table}; create policy holder on {table} for select using (true)",
        "drop policy holder on {table}; create policy holder on {table} for all using ({condition})",
    ],
)
@pytest.mark.parametrize("table", HELD)
def test_control_the_gate_sees_damage_to_a_holders_policy(
    superuser: Connection[Any], table: str, damage: str
) -> None:
    condition = sql.SQL(HOLDER_CONDITION)  # type: ignore[arg-type]  # a literal of our own
    superuser.execute(sql.SQL(damage).format(table=sql.Identifier(table), condition=condition))  # type: ignore[arg-type]  # a literal above
    assert [name for name, _ in unsealed(superuser, HELD)] == [table]


def test_append_only_tables_refuse_changes_even_by_their_owner(superuser: Connection[Any]) -> None:
    tables = [model._meta.db_table for model in append_only_models()]
    assert "outbox_mailsent" in tables
    rows = superuser.execute(
        "select event_object_table from information_schema.triggers where trigger_name = 'append_only' "
        "group by 1 having count(distinct event_manipulation) = 2"
    ).fetchall()
    assert {name for (name,) in rows} == set(tables)
    for table in tables:
        granted = superuser.execute(
            "select has_table_privilege('rathaus_app', %s, 'update, delete')", [table]
        ).fetchone()
        assert (table, granted) == (table, (False,))


def test_the_serving_role_is_bound_by_policies(superuser: Connection[Any]) -> None:
    row = superuser.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'rathaus_app'"
    ).fetchone()
    assert row == (False, False, False, False)


def test_no_view_of_ours_runs_with_its_owners_rights(superuser: Connection[Any]) -> None:
    rows = superuser.execute(
        "select relname from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace "
        "and not coalesce(reloptions::text like '%security_invoker=true%', false)"
    ).fetchall()
    assert rows == []


def test_sessions_and_accounts_are_the_only_rows_outside_of_municipalities() -> None:
    ours = {m._meta.db_table for m in apps.get_models() if m.__module__.startswith("rathaus.")}
    parties = {"accounts_account", "accounts_organisation", "accounts_membership", "accounts_mandate"}
    parties |= {"notifying_notificationpreference", "rights_exportrequest", "rights_erasure"}
    parties |= {"accounts_invitation", "accounts_partyevent", "accounts_profile", "accounts_thing"}
    parties |= {"appointments_subscription"}
    sign_ins = {"accounts_signin", "accounts_stateaccount", "accounts_samlanswer"}
    sign_ins |= {"accounts_emailcode", "accounts_opensession"}
    assert ours - set(TABLES) <= {"tenancy_municipality", "catalogue_serviceversion"} | parties | sign_ins
