"""From a session to the person: one query for the account and its place in the municipality of the host."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection
from django.db.models import Model

from rathaus.accounts.models import Account, StaffMember, Unit
from rathaus.tenancy.service import NoScope, current_municipality


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """allauth's, but who works here is loaded together with their `StaffMember` (as `account.staff_here`)."""

    def _authenticate_by_email(self, email: str, password: str) -> Account | None:
        """One query and one hash, whether the address has an account or not; allauth's asks two tables."""
        found: Account | None = self._check_password(
            Account.objects.filter(email=email.strip().lower()).first(), password
        )
        return found

    def get_user(self, user_id: UUID | str) -> Account | None:
        account = find_account(user_id)
        return account if account is not None and self.user_can_authenticate(account) else None


def find_account(account_id: UUID | str) -> Account | None:
    """The account, with its active place in the municipality of the scope and the unit of it, if it has one."""
    try:
        here = current_municipality().pk
    except NoScope:  # the platform's own host, which belongs to no municipality: nobody works there
        here = None
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [here, str(UUID(str(account_id)))])
        row = cursor.fetchone()
    if row is None:
        return None
    account: Account
    account, member, unit = _read(row)
    if member is not None:
        member.account, member.unit = account, unit
        account.staff_here = member
    return account


_PARTS: tuple[tuple[str, type[Model]], ...] = (("a", Account), ("s", StaffMember), ("u", Unit))


@cache
def _statement() -> str:
    """Written out, since it is asked on every page of who is signed in: putting it together anew takes the ORM longer
    than PostgreSQL takes to answer, and it can't join from an account to a table that hides its way back."""
    columns = ", ".join(f"{name}.{field.column}" for name, model in _PARTS for field in model._meta.concrete_fields)
    account, staff, unit = (model._meta.db_table for _, model in _PARTS)
    return (
        f"SELECT {columns} FROM {account} a"  # noqa: S608 -- names of our own tables and columns
        f" LEFT JOIN {staff} s ON s.account_id = a.id AND s.municipality_id = %s AND s.is_active"
        f" LEFT JOIN {unit} u ON u.id = s.unit_id AND u.municipality_id = s.municipality_id WHERE a.id = %s"
    )


def _read(row: Sequence[Any]) -> Iterator[Any]:
    """A row as its three models, in their order; None for one that isn't there."""
    first = 0
    for _, model in _PARTS:
        fields = model._meta.concrete_fields
        values = [_value(field, value) for field, value in zip(fields, row[first:], strict=False)]
        first += len(fields)
        names = [field.attname for field in fields]
        is_there = values[names.index("id")] is not None
        yield model.from_db(connection.alias, names, values) if is_there else None


def _value(field: Any, value: object) -> Any:
    """As the ORM reads it: JSON comes as text."""
    read = getattr(field, "from_db_value", None)
    return read(value, None, connection) if read else value
