"""Rows into the table of e-mails, in one statement that says which of them are new."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from .models import OutgoingMail

_COLUMNS = (
    "id", "municipality_id", "key", "to", "template", "context", "language", "kind", "reader", "holder", "about",
    "created",
)  # fmt: skip
_INTO = ", ".join(f'"{column}"' for column in _COLUMNS)
_MOST = 1000  # rows in one statement, which takes 65,535 values
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"


def insert_new(rows: Sequence[OutgoingMail]) -> set[UUID]:
    """The ids of those that nobody decided on before: a key that is there already is left as it is."""
    for row in rows:
        row.take_municipality()
    some = (rows[n : n + _MOST] for n in range(0, len(rows), _MOST))
    return {id_ for part in some for id_ in _insert(part)}


def _insert(rows: Sequence[OutgoingMail]) -> list[UUID]:
    values: list[Any] = [
        Jsonb(row.context) if name == "context" else getattr(row, name) for row in rows for name in _COLUMNS
    ]
    places = ", ".join([_ROW] * len(rows))
    statement = f"insert into outbox_outgoingmail ({_INTO}) values {places} on conflict do nothing returning id"  # noqa: S608 -- our own words
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [id_ for (id_,) in cursor.fetchall()]
