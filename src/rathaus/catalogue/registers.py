"""Registers: tables of the municipality that forms choose from or suggest by."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from rathaus.accounts.service import StaffMember
from rathaus.core import clock

from .errors import Stale
from .log import Act, note
from .models import Register


def register_rows(key: str) -> list[dict[str, str]]:
    """The rows of a register by column; none where there is no such register. One query."""
    found = Register.objects.filter(key=key).first()
    return [] if found is None else [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def list_registers() -> list[Register]:
    return list(Register.objects.order_by("key"))


def find_register(key: str) -> Register | None:
    return Register.objects.filter(key=key).first()


@transaction.atomic
def fill_register(key: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Register:
    """Make a register if it is missing. One that is there belongs to the desk and is left alone."""
    made, _ = Register.objects.get_or_create(
        key=key, defaults={"columns": list(columns), "rows": _table(columns, rows)}
    )
    return made


@transaction.atomic
def save_register(
    register: Register, *, rows: Iterable[Sequence[str]], revision: int, by: StaffMember | None
) -> Register:
    """Replace the rows. Raises Stale if it isn't at `revision` any more, ValueError for rows of another width."""
    changed = Register.objects.filter(pk=register.pk, revision=revision).update(
        rows=_table(register.columns, rows), revision=F("revision") + 1, changed_by=by, changed_at=clock.now()
    )
    current = Register.objects.get(pk=register.pk)
    if not changed:
        raise Stale(current.revision)
    note(Act.REGISTER, by=by, register=register.key)
    return current


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[list[str]]:
    table = [[str(cell) for cell in row] for row in rows]
    for number, row in enumerate(table, 1):
        if len(row) != len(columns):
            raise ValueError(f"row {number} has {len(row)} cells instead of {len(columns)}")
    return table
