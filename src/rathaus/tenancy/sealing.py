"""The sealing step after `migrate`: makes the wall between municipalities part of the database.

On the table of every TenantModel: primary key (municipality_id, id), composite foreign keys, row-level security
enabled and forced with one policy, and the serving role's grants. Where rows have a holder, a second policy lets
them read their own in all municipalities. Safe to run again; it changes only what differs.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from rathaus.config.database import SERVING_ROLE

from .fields import TenantForeignKey
from .models import TenantModel
from .retaining import seal_retention

POLICY = "municipality"
CONDITION = "municipality_id = (nullif(current_setting('rathaus.municipality', true), ''))::bigint"
HOLDER_POLICY = "holder"
HOLDER_CONDITION = "holder = (nullif(current_setting('rathaus.holder', true), ''))::uuid"
_APPEND_ONLY_FUNCTION = """
create or replace function rathaus_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('rathaus.expired', true) = 'on'
     and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    return old; -- within a function of `retaining`: kept long enough
  end if;
  raise exception 'rows of % are proof: they are neither changed nor deleted', tg_table_name
    using errcode = 'restrict_violation';
end $$
"""


def tenant_models() -> list[type[TenantModel]]:
    """Every concrete TenantModel, by table name."""
    found = [m for m in apps.get_models() if issubclass(m, TenantModel) and not m._meta.proxy]
    return sorted(found, key=lambda m: m._meta.db_table)


def held_models() -> list[type[TenantModel]]:
    """Models that declare `class Sealing: held = True`: their rows have a holder."""
    return [model for model in tenant_models() if getattr(model.Sealing, "held", False)]


def append_only_models() -> list[type[models.Model]]:
    """Models that declare `class Sealing: append_only = True`, tenant or not."""
    return [m for m in apps.get_models() if getattr(getattr(m, "Sealing", None), "append_only", False)]


def tenant_foreign_keys(model: type[models.Model]) -> Iterator[TenantForeignKey]:
    return (f for f in model._meta.local_fields if isinstance(f, TenantForeignKey))


def seal() -> None:
    """Seal all tables in one transaction. Needs the owner's role; creates the serving role where it is missing."""
    with transaction.atomic(), connection.cursor() as cursor:
        _ensure_serving_role(cursor)
        cursor.execute(_APPEND_ONLY_FUNCTION)
        for model in tenant_models():
            _seal_primary_key(cursor, model._meta.db_table)
            _seal_rows(cursor, model._meta.db_table)
        for model in held_models():
            _seal_for_holder(cursor, model._meta.db_table)
        for model in tenant_models():
            for field in tenant_foreign_keys(model):
                _seal_foreign_key(cursor, model._meta.db_table, field)
        seal_retention(cursor)
        _grant(cursor)
        for proof in append_only_models():
            _seal_append_only(cursor, proof._meta.db_table)


def _ensure_serving_role(cursor: object) -> None:
    _run(
        cursor,
        "do $$ begin if not exists (select from pg_roles where rolname = {name}) then create role {role} nologin; "
        "end if; if not pg_has_role(current_user, {name}, 'member') then grant {role} to current_user; end if; end$$",
        name=sql.Literal(SERVING_ROLE),
        role=sql.Identifier(SERVING_ROLE),
    )


def _seal_primary_key(cursor: object, table: str) -> None:
    columns = _rows(
        cursor,
        "select a.attname from pg_constraint c cross join unnest(c.conkey) with ordinality k(n, i) "
        "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n "
        "where c.conrelid = {table}::regclass and c.contype = 'p' order by k.i",
        table=sql.Literal(table),
    )
    if [name for (name,) in columns] == ["municipality_id", "id"]:
        return
    _run(
        cursor,
        "alter table {table} drop constraint if exists {pk}, add constraint {pk} primary key (municipality_id, id)",
        table=sql.Identifier(table),
        pk=sql.Identifier(f"{table}_pkey"),
    )


def _seal_rows(cursor: object, table: str) -> None:
    _run(
        cursor,
        "alter table {table} enable row level security, force row level security; "
        "drop policy if exists {policy} on {table}; "
        "create policy {policy} on {table} using ({condition}) with check ({condition})",
        table=sql.Identifier(table),
        policy=sql.Identifier(POLICY),
        condition=sql.SQL(CONDITION),
    )


def _seal_for_holder(cursor: object, table: str) -> None:
    """Reading only: `with_check` belongs to writing, which stays with the municipality of the scope."""
    _run(
        cursor,
        "drop policy if exists {policy} on {table}; create policy {policy} on {table} for select using ({condition})",
        table=sql.Identifier(table),
        policy=sql.Identifier(HOLDER_POLICY),
        condition=sql.SQL(HOLDER_CONDITION),
    )


def _seal_foreign_key(cursor: object, table: str, field: TenantForeignKey) -> None:
    name = f"{table}_{field.column}_tenant"[:63]
    if _rows(cursor, "select 1 from pg_constraint where conname = {name}", name=sql.Literal(name)):
        return
    _run(
        cursor,
        "alter table {table} add constraint {name} foreign key (municipality_id, {column}) "
        "references {target} (municipality_id, id) deferrable initially deferred",
        table=sql.Identifier(table),
        name=sql.Identifier(name),
        column=sql.Identifier(field.column),
        target=sql.Identifier(field.related_model._meta.db_table),
    )


def _grant(cursor: object) -> None:
    _run(
        cursor,
        "grant usage on schema public to {role}; "
        "grant select, insert, update, delete on all tables in schema public to {role}; "
        "grant usage, select on all sequences in schema public to {role}; "
        "grant execute on all functions in schema public to {role}; "
        "revoke insert, update, delete on django_migrations from {role}",
        role=sql.Identifier(SERVING_ROLE),
    )


def _seal_append_only(cursor: object, table: str) -> None:
    _run(
        cursor,
        "revoke update, delete, truncate on {table} from {role}; "
        "create or replace trigger append_only before update or delete on {table} "
        "for each row execute function rathaus_append_only()",
        table=sql.Identifier(table),
        role=sql.Identifier(SERVING_ROLE),
    )


def _run(cursor: object, statement: str, **parts: sql.Composable) -> None:
    cursor.execute(sql.SQL(statement).format(**parts))  # type: ignore[attr-defined]  # Django's cursor wrapper


def _rows(cursor: object, statement: str, **parts: sql.Composable) -> list[tuple[str]]:
    _run(cursor, statement, **parts)
    return cursor.fetchall()  # type: ignore[attr-defined, no-any-return]  # Django's cursor wrapper
