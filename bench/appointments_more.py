"""Makes a bench database old, or large: a million past bookings, or 500 municipalities with their own.

Past the policies, as a superuser. Both are only read.
"""

from collections.abc import Callable
from typing import Any

from psycopg import Connection, sql

_PAST = """
    with asked as (select distinct municipality_id, resource from occupancy_occupied order by resource limit 8),
         numbered as (select municipality_id, resource, row_number() over () - 1 as counter from asked)
    insert into occupancy_occupied (id, municipality_id, resource, starts_at, ends_at, state, owner, created_at)
    select gen_random_uuid(), c.municipality_id, c.resource, s, s + interval '15 minutes', 'booked',
           gen_random_uuid(), s
    from (select n, date_trunc('hour', now()) - interval '1 day' - (n / 8 + 1) * interval '15 minutes' as s
          from generate_series(0, %s::int - 1) n) x join numbered c on c.counter = x.n %% 8
"""
# In this order each refers only to what is copied before it.
_TABLES = (
    "accounts_unit", "appointments_office", "appointments_offering", "appointments_counter",
    "appointments_counteroffering", "occupancy_occupied",
)  # fmt: skip
_SHARE = 8  # of the occupancy, every so many rows are copied


def grow_old(connection: Connection[Any], past: int) -> None:
    """So many past bookings at the eight counters that are asked."""
    without_index(connection, lambda: connection.execute(_PAST, [past]))


def multiply(connection: Connection[Any], municipalities: int) -> None:
    """So many copies of Tangerhütte with units, offices, counters, offerings, and an eighth of its bookings each."""
    columns = [name for name in _columns(connection, "tenancy_municipality") if name != "id"]
    own = {"key": sql.SQL("'copy' || n"), "host": sql.SQL("null")}
    values = [own.get(name, sql.SQL("m.{}").format(sql.Identifier(name))) for name in columns]
    statement = sql.SQL(
        "insert into tenancy_municipality ({}) select {} from tenancy_municipality m, generate_series(1, %s) n "
        "where m.key = 'tangerhuette'"
    )
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    connection.execute(statement.format(names, sql.SQL(", ").join(values)), [municipalities])
    without_index(connection, lambda: _copy_all(connection))


def without_index(connection: Connection[Any], act: Callable[[], object]) -> None:
    """The constraint goes, and with it an index that takes a minute to build and that reading never uses."""
    connection.execute("alter table occupancy_occupied drop constraint occupied_once")
    act()
    connection.execute("analyze")


def _copy_all(connection: Connection[Any]) -> None:
    for table in _TABLES:
        _copy(connection, table)


def _copy(connection: Connection[Any], table: str) -> None:
    """Every id becomes one of its own for each municipality, the same wherever it is referred to."""
    values: list[sql.Composable] = []
    for name, kind in _columns(connection, table).items():
        column = sql.Identifier(name)
        if name == "municipality_id":
            values.append(sql.SQL("m.id"))
        elif kind == "uuid" and name != "clerk_id":
            values.append(sql.SQL("md5(m.id || t.{}::text)::uuid").format(column))
        else:
            values.append(sql.SQL("null" if name == "clerk_id" else "t.{}").format(column))
    names = sql.SQL(", ").join(map(sql.Identifier, _columns(connection, table)))
    some = f" and hashtext(t.id::text) %% {_SHARE} = 0" if table == "occupancy_occupied" else ""
    statement = (
        "insert into {} ({}) select {} from {} t, tenancy_municipality m where m.key like 'copy%%' "
        "and t.municipality_id = (select id from tenancy_municipality where key = 'tangerhuette')"
    )
    into = sql.Identifier(table)
    connection.execute(sql.SQL(statement + some).format(into, names, sql.SQL(", ").join(values), into), [])


def _columns(connection: Connection[Any], table: str) -> dict[str, str]:
    rows = connection.execute(
        "select column_name, data_type from information_schema.columns "
        "where table_schema = 'public' and table_name = %s order by ordinal_position",
        [table],
    ).fetchall()
    return dict(rows)
