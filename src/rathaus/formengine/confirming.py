"""Who must confirm an application before it counts as sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from .evaluation import Evaluated
from .form import Layout


@dataclass(frozen=True, slots=True)
class Confirmer:
    """Somebody in row `index` of the group that the form names."""

    index: int
    name: str
    email: str


def confirmers_in(layout: Layout, result: Evaluated) -> Iterator[Confirmer]:
    """In the order of the rows; nobody where the group is hidden. A row without an e-mail can't be asked."""
    wanted = layout.confirmations
    if wanted is None:
        return
    for index in range(result.row_counts.get(wanted.rows, 0)):
        parts = (wanted.first_name, wanted.last_name, wanted.email)
        first, last, email = (str(result.values.get(f"{wanted.rows}.{index}.{part}", "")) for part in parts)
        if email:
            yield Confirmer(index, f"{first} {last}".strip(), email)
