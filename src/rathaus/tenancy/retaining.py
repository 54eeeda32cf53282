"""The one way by which rows that are proof are ever deleted: when the time for which they are kept is over.

Sealing makes, for each model with `class Sealing: expired = "…"`, a function of the database that belongs to the
owner of the tables and that the serving role may call. It deletes one row of the scope's municipality with every
tenant row that refers to it, however far, and only if the condition holds at that moment by the database's own clock.
There is no other way: the serving role may not delete proof, and the triggers refuse who doesn't come through it.

Temporary tables come last on its search path, where PostgreSQL puts them first unless they are named: else whoever
calls it could say with a table of the same name that the time is over.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from psycopg import sql

from .fields import TenantForeignKey
from .models import TenantModel

_FUNCTION = """
create or replace function {name}(wanted uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  here bigint := nullif(current_setting('rathaus.municipality', true), '')::bigint;
  is_over boolean;
begin
  select {expired} into is_over from {table} kept where municipality_id = here and id = wanted for update of kept;
  if is_over is null then return false; end if;
  if not is_over then
    raise exception 'the time for which rows of {table} are kept is not over' using errcode = 'restrict_violation';
  end if;
  perform set_config('rathaus.expired', 'on', true);
  {deletes}
  perform set_config('rathaus.expired', '', true);
  return true;
end $$;
revoke all on function {name}(uuid) from public
"""


def retained_models() -> list[type[TenantModel]]:
    """Models that say when their rows may be deleted: `expired` is SQL over a row `kept`, never NULL."""
    found = [m for m in apps.get_models() if issubclass(m, TenantModel) and _expired(m)]
    return sorted(found, key=lambda m: m._meta.db_table)


def goes_with(model: type[TenantModel]) -> list[str]:
    """The tables whose rows go with a row of this model, itself included."""
    return sorted({table for table, _ in _deletes(model)})


def delete_expired(row: TenantModel) -> bool:
    """Delete the row and all that refers to it; False where it is gone already. Its files are swept later.

    Raises IntegrityError while it must be kept, whatever this process's clock says.
    """
    name = sql.Identifier(_name(type(row)))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select {name}(%s)").format(name=name), [row.pk])
        found = cursor.fetchone()
    return bool(found and found[0])


def seal_retention(cursor: object) -> None:
    for model in retained_models():
        deletes = sql.SQL("\n  ").join(statement for _, statement in _deletes(model))
        statement = sql.SQL(_FUNCTION).format(
            name=sql.Identifier(_name(model)),
            table=sql.Identifier(model._meta.db_table),
            expired=sql.SQL(_expired(model)),
            deletes=deletes,
        )
        cursor.execute(statement)  # type: ignore[attr-defined]  # Django's cursor wrapper


def _expired(model: type[TenantModel]) -> str:
    return str(getattr(model.Sealing, "expired", ""))


def _name(model: type[TenantModel]) -> str:
    return f"rathaus_delete_expired_{model._meta.model_name}"


def _deletes(model: type[TenantModel]) -> list[tuple[str, sql.Composed]]:
    """The statements, those of the rows that refer before those of the rows that are referred to."""
    return list(_below(model, sql.SQL("id = wanted"), ()))


def _below(
    model: type[TenantModel], condition: sql.Composable, path: tuple[type[TenantModel], ...]
) -> Iterator[tuple[str, sql.Composed]]:
    table = sql.Identifier(model._meta.db_table)
    mine = sql.SQL("select id from {table} where municipality_id = here and {condition}")
    for child, field in _referring(model):
        if child not in (*path, model):
            column = sql.Identifier(field.column)
            inner = mine.format(table=table, condition=condition)
            yield from _below(child, sql.SQL("{} in ({})").format(column, inner), (*path, model))
    delete = sql.SQL("delete from {table} where municipality_id = here and {condition};")
    yield model._meta.db_table, delete.format(table=table, condition=condition)


def _referring(model: type[TenantModel]) -> list[tuple[type[TenantModel], TenantForeignKey]]:
    children = sorted((m for m in apps.get_models() if issubclass(m, TenantModel)), key=lambda m: m._meta.db_table)
    return [
        (child, field)
        for child in children
        for field in child._meta.local_fields
        if isinstance(field, TenantForeignKey) and field.related_model is model
    ]
