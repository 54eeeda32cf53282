"""The scope: which municipality the running request, job or command acts for.

It lives in two places that are set together: a context variable for our managers (ring 2), and the transaction's
`rathaus.municipality` for the policies of PostgreSQL (ring 3). Without a scope both fail closed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import UUID

from django.db import connection, transaction
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from .models import Municipality


class NoScope(RuntimeError):
    """Tenant rows were asked for outside of any municipality's scope."""


class ForeignMunicipality(RuntimeError):
    """A row of one municipality was to be written in the scope of another."""


@dataclass(frozen=True)
class Unscoped:
    """Our managers don't filter; the database still shows only what the role of the connection may see."""

    reason: str


_scope: ContextVar["Municipality | Unscoped | None"] = ContextVar("rathaus_scope", default=None)


def current_municipality() -> "Municipality":
    """The municipality of the scope. Raises NoScope outside of one, and inside `unscoped`."""
    scoped = _scope.get()
    if scoped is None or isinstance(scoped, Unscoped):
        raise NoScope("No municipality: open a scope first, with scope(municipality).")
    return scoped


def filter_id() -> int | None:
    """The id by which managers filter, None inside `unscoped`. Raises NoScope outside of any scope."""
    scoped = _scope.get()
    if scoped is None:
        raise NoScope("Tenant rows need a scope: with scope(municipality).")
    return None if isinstance(scoped, Unscoped) else scoped.pk


@contextmanager
def scope(municipality: "Municipality") -> Iterator["Municipality"]:
    """Act for a municipality, inside one transaction; scopes nest, the inner one holds until it ends."""
    nested = connection.in_atomic_block
    outer = _scope.get()
    with transaction.atomic():
        token = _scope.set(municipality)
        try:
            _tell_database(municipality.pk)
            yield municipality
        finally:
            _scope.reset(token)
        # An exception rolls back to the savepoint, and PostgreSQL restores the setting by itself.
        if nested and not connection.needs_rollback:
            _tell_database(None if outer is None or isinstance(outer, Unscoped) else outer.pk)


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Leave the scope in one of the few named places that must see no municipality or all; says why."""
    if not reason:
        raise ValueError("unscoped needs its reason")
    token = _scope.set(Unscoped(reason))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def own_rows(holder: UUID) -> Iterator[None]:
    """Read what belongs to one holder, an account or an organisation, in all municipalities; nothing else is there.

    Only tables of which each row has a holder (`class Sealing: held = True`) show anything, and nothing can be
    written. Who may read in the holder's name is the caller's to know.
    """
    nested = connection.in_atomic_block
    outer = _scope.get()
    with nullcontext() if nested else transaction.atomic(), unscoped("what belongs to one holder, wherever it is"):
        _tell(None, holder)
        try:
            yield
        finally:
            # Without a savepoint of our own: where the database refused something, nothing more is read anyway.
            if nested and not connection.needs_rollback and not _is_broken():
                _tell(None if outer is None or isinstance(outer, Unscoped) else outer.pk, None)


def execute_at_once(municipality: "Municipality", statement: LiteralString, values: Sequence[Any]) -> None:
    """One statement in the scope of a municipality and a transaction of its own, in one way to the database and back.

    For notes that are written thousands of times: the commit doesn't wait for the disk, so a crash of the database,
    though not of this process, may forget the last ones. Inside a transaction it is part of that.
    """
    connection.ensure_connection()
    cursor = ClientCursor(connection.connection)
    told = f"SET LOCAL rathaus.municipality = '{int(municipality.pk)}'; SET LOCAL synchronous_commit = off"
    # Several statements in one query are one transaction; the values are quoted by psycopg.
    cursor.execute(f"{told}; {cursor.mogrify(statement, values)}".encode())


def _is_broken() -> bool:
    """Whether the transaction takes no statement any more."""
    state = connection.connection.info.transaction_status if connection.connection is not None else None
    return state == TransactionStatus.INERROR


def _tell(municipality_id: int | None, holder: UUID | None) -> None:
    """Both settings in one way to the database and back."""
    municipality = "" if municipality_id is None else str(int(municipality_id))
    whose = "" if holder is None else str(UUID(str(holder)))  # nothing but a UUID gets into the statement
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL rathaus.municipality = '{municipality}'; SET LOCAL rathaus.holder = '{whose}'")


def _tell_database(municipality_id: int | None) -> None:
    # SET takes no parameters and, unlike set_config(), is propagated by Citus; the value is an int of our own.
    value = "" if municipality_id is None else str(int(municipality_id))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL rathaus.municipality = '{value}'")
