"""What stands around a case on its page, asked for in the query that finds the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery

from rathaus.accounts.service import StaffMember
from rathaus.outbox.service import refusals
from rathaus.postbox.service import Thread, waiting

_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Around:
    """`has_talk`: there is a conversation; `mail_refused`: the last e-mail about it didn't arrive.

    `waiting`: how many conversations wait for the reader's unit, counted to 1,000.
    """

    has_talk: bool
    mail_refused: bool
    waiting: int


class _Count(Subquery):
    """How many rows a query has, as a value in another: a query that is sliced can't be aggregated."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def ask_around(staff: StaffMember, case: str) -> dict[str, Any]:
    """Annotations for a query whose field `case` is the case's id; `read_around` takes them out of its row."""
    return {
        "around_talk": Exists(Thread.objects.filter(case=OuterRef(case))),
        "around_refused": Exists(refusals(OuterRef(case))),
        "around_waiting": _Count(_ids(waiting(staff))),
    }


def read_around(row: object) -> Around:
    given: Mapping[str, Any] = vars(row)
    return Around(given["around_talk"], given["around_refused"], given["around_waiting"] or 0)


def _ids(found: QuerySet[Thread]) -> QuerySet[Thread, Any]:
    return found.order_by().values("pk")[:_COUNTED]
