"""Looks for words in every text column of every table, as a superuser sees them: past all policies."""

from collections.abc import Iterable

import psycopg
from psycopg import sql

from tests.cluster import CLUSTER

_COLUMNS = """
select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  and format_type(a.atttypid, null) in ('text', 'character varying', 'jsonb', 'json', 'citext')
order by 1, 2
"""


def columns_with(words: Iterable[str], *, database: str) -> set[str]:
    """`table.column` of every column in which one of the words stands anywhere, whatever its case."""
    patterns = [f"%{word}%" for word in words]
    with psycopg.connect(CLUSTER.url("postgres", database)) as connection:
        columns = connection.execute(_COLUMNS).fetchall()
        assert len(columns) > 100  # it reads what there is
        query = sql.SQL("select exists (select from {table} where {column}::text ilike any(%s))")
        return {
            f"{table}.{column}"
            for table, column in columns
            if connection.execute(
                query.format(table=sql.Identifier(table), column=sql.Identifier(column)), [patterns]
            ).fetchone()
            == (True,)
        }
