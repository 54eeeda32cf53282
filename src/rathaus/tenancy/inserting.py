"""New rows in a prepared statement, where Django would compose one for each, each time."""

from functools import cache

from django.db import connection

from .models import TenantModel


def insert(*rows: TenantModel) -> None:
    """Like `save(force_insert=True)` of each without signals, at a third of the price: for what a crowd does at once.

    All in one statement, so they may refer to each other. Raises IntegrityError, ForeignMunicipality.
    """
    values: list[object] = []
    for row in rows:
        row.take_municipality()
        fields = row._meta.concrete_fields
        values += [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(*map(type, rows)), values)  # type: ignore[arg-type]  # what the fields prepared
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 -- as `from_db` does


@cache
def _statement(*models: type[TenantModel]) -> str:
    *before, last = [_insert(model) for model in models]
    named = ", ".join(f"part_{n} as ({statement})" for n, statement in enumerate(before))
    return f"with {named} {last}" if named else last


def _insert(model: type[TenantModel]) -> str:
    quote, fields = connection.ops.quote_name, model._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"insert into {quote(model._meta.db_table)} ({columns}) values ({places})"  # noqa: S608 -- our own names
