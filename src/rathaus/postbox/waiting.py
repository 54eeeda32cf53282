"""The conversations of a unit, as the desk lists them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from rathaus.accounts.service import Account, Organisation, StaffMember

from .models import Thread, ThreadAct
from .rules import visible_to

PER_PAGE = 20
_COUNTED = 1000
_EMPTY = Value("")


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """`number` where it is about a case: then it opens there."""

    pk: UUID
    title: str
    number: str
    who: str
    unit: str
    waiting_since: datetime | None
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadPage:
    rows: tuple[ThreadRow, ...]
    page: int
    has_next: bool


def list_threads(staff: StaffMember, *, closed: bool = False, page: int = 1) -> ThreadPage:
    """20 conversations of the unit: those that wait first, the longest at the top, then the newest. One query.

    Of cases, whose conversation stands on their page, those that wait; so that what is written about a case that is
    completed gets lost in no list.
    """
    shown = Q(case=None) if closed else Q(case=None) | Q(waiting_since__isnull=False)
    found = _theirs(staff).filter(shown, closed_at__isnull=not closed)
    found = found.order_by(F("waiting_since").asc(nulls_last=True), "-last_at", "-id")
    first = (max(page, 1) - 1) * PER_PAGE
    rows = list(_named(found)[first : first + PER_PAGE + 1])
    return ThreadPage(tuple(ThreadRow(*row) for row in rows[:PER_PAGE]), max(page, 1), len(rows) > PER_PAGE)


def count_waiting(staff: StaffMember) -> int:
    """How many conversations wait for the unit, counted to 1,000. One query over an index of those that wait."""
    return waiting(staff)[:_COUNTED].count()


def waiting(staff: StaffMember) -> QuerySet[Thread]:
    found: QuerySet[Thread] = _theirs(staff).filter(waiting_since__isnull=False)
    return found


def staffs_thread(staff: StaffMember, thread_id: UUID) -> Thread | None:
    """A general question, if this member of staff may answer it; None where there is none or it isn't theirs."""
    found: Thread | None = (
        Thread.objects.filter(visible_to(staff), pk=thread_id, case=None)
        .select_related("unit")
        .annotate(who=_who())
        .first()
    )
    return found


def acts_on(thread: Thread) -> list[ThreadAct]:
    return list(ThreadAct.objects.filter(thread=thread).select_related("staff__account", "unit").order_by("at", "id"))


def _theirs(staff: StaffMember) -> QuerySet[Thread]:
    found: QuerySet[Thread] = Thread.objects.filter(visible_to(staff))
    return found


def _named(found: QuerySet[Thread]) -> "QuerySet[Thread, tuple[Any, ...]]":
    return found.annotate(who=_who()).values_list(
        "pk", Coalesce("case__title", "subject"), Coalesce("case__number", _EMPTY), "who", "unit__name",
        "waiting_since", "last_at",
    )  # fmt: skip


def _who() -> Coalesce:
    """Whose question it is: the applicant of the case, the organisation, or the person."""
    organisation = Organisation.objects.filter(pk=OuterRef("holder")).values("name")[:1]
    account = Account.objects.filter(pk=OuterRef("holder"))
    return Coalesce(
        "case__applicant_name",
        Subquery(organisation),
        Subquery(account.values(shown=NullIf("name", _EMPTY))[:1]),
        Subquery(account.values("email")[:1]),
        _EMPTY,
        output_field=CharField(),
    )
