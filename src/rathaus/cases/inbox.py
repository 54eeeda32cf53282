"""The desk's inbox: which cases concern me, what is due first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet

from rathaus.accounts.service import StaffMember
from rathaus.core import clock

from .models import Case, Status
from .rules import visible_to

PER_PAGE = 20
Whose = Literal["mine", "free", "unit"]


@dataclass(frozen=True, slots=True)
class Filters:
    """`whose`: mine, nobody's yet ("free"), or all of my unit's ("unit"; for administrators: everybody's).

    `state`: "open", "done" or one of the statuses. `q` looks in numbers and names of applicants.
    """

    whose: Whose = "unit"
    state: str = "open"
    service: str = ""
    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class InboxRow:
    number: str
    title: str
    applicant: str
    status: str
    due_on: date | None
    days_left: int | None
    assignee: str
    unit: str
    submitted_on: date
    is_decided: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of the inbox. Iterating gives its rows."""

    rows: tuple[InboxRow, ...]
    total: int
    page: int
    pages: int
    filters: Filters = field(default_factory=Filters)

    def __iter__(self) -> Iterator[InboxRow]:
        return iter(self.rows)

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def inbox(staff: StaffMember, *, filters: Filters | None = None) -> InboxPage:
    """20 cases that fit, the most urgent first (completed ones: the latest first). Two queries, however many fit.

    A page beyond the last one gives the last one.
    """
    wanted = filters or Filters()
    found = _matching(staff, wanted)
    total = found.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(wanted.page, 1), pages)
    order = ("-completed_at", "-id") if _is_done(wanted) else ("due_on", "id")
    listed = found.select_related("assignee__account", "unit").only(*_SHOWN).order_by(*order)
    rows = tuple(map(_row, listed[(page - 1) * PER_PAGE : page * PER_PAGE]))
    return InboxPage(rows, total, page, pages, wanted)


def inbox_counts(staff: StaffMember) -> dict[str, int]:
    """How many open cases are mine, free, my unit's, overdue: one query."""
    is_open = Case.objects.filter(visible_to(staff), completed_at=None)
    counted: dict[str, int] = is_open.aggregate(
        mine=Count("id", filter=Q(assignee=staff)),
        free=Count("id", filter=Q(assignee=None)),
        unit=Count("id"),
        overdue=Count("id", filter=Q(due_on__lt=clock.today())),
    )
    return counted


def inbox_services(staff: StaffMember) -> list[tuple[str, str]]:
    """(key, title) of the services that have cases here, for the filter: one query."""
    found = Case.objects.filter(visible_to(staff)).values_list("service_key", "title").distinct().order_by("title")
    return list(dict(found).items())


_SHOWN = (
    "number", "title", "applicant_name", "status", "due_on", "submitted_at", "decided_at", "municipality_id",
    "assignee__account__name", "assignee__municipality_id", "unit__name", "unit__municipality_id",
)  # fmt: skip


def _matching(staff: StaffMember, wanted: Filters) -> QuerySet[Case]:
    conditions: dict[str, Any] = {}
    if wanted.whose == "mine":
        conditions["assignee"] = staff
    elif wanted.whose == "free":
        conditions["assignee"] = None
    if wanted.state in Status.values:
        conditions["status"] = wanted.state
    conditions["completed_at__isnull"] = not _is_done(wanted)
    if wanted.service:
        conditions["service_key"] = wanted.service
    found: QuerySet[Case] = Case.objects.filter(visible_to(staff), **conditions)
    text = wanted.q.strip().replace("\x00", "")[:100]
    return found.filter(Q(number__contains=text) | Q(applicant_name__icontains=text)) if text else found


def _is_done(wanted: Filters) -> bool:
    return wanted.state in {"done", Status.COMPLETED}


def _row(case: Case) -> InboxRow:
    return InboxRow(
        number=case.number,
        title=case.title,
        applicant=case.applicant_name,
        status=case.status,
        due_on=case.due_on,
        days_left=None if case.due_on is None else (case.due_on - clock.today()).days,
        assignee=case.assignee.account.name if case.assignee else "",
        unit=case.unit.name,
        submitted_on=case.submitted_at.astimezone(clock.BERLIN).date(),
        is_decided=case.decided_at is not None,
    )
