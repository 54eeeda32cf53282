"""The desk's inbox: which cases concern me, what is due first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from rathaus.accounts.service import StaffMember
from rathaus.catalogue.service import Offer
from rathaus.core import clock
from rathaus.postbox.service import Thread, waiting

from .delivery.paper import open_papers
from .models import Case, Status
from .rules import visible_to

PER_PAGE = 20
COUNTED = 1000
_LAST_PAGE = 1_000_000
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
    waiting_since: datetime | None  # for a message of the applicant


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of the inbox. Iterating gives its rows.

    `total` and `pages` count to 1,000 cases; `is_capped` says that there are more. Every page can be asked for.
    """

    rows: tuple[InboxRow, ...]
    total: int
    page: int
    has_next: bool
    filters: Filters = field(default_factory=Filters)
    counts: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[InboxRow]:
        return iter(self.rows)

    @property
    def is_capped(self) -> bool:
        return self.total >= COUNTED

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE), self.page + self.has_next)

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def inbox(staff: StaffMember, *, filters: Filters | None = None) -> InboxPage:
    """20 cases that fit, the most urgent first (completed ones: the latest first), what tabs and rail count, and the
    conversations that wait for the unit.

    Two queries, however many fit.

    A page beyond the last one gives the last one.
    """
    wanted = filters or Filters()
    found = _matching(staff, wanted)
    page = min(max(wanted.page, 1), _LAST_PAGE)
    rows = _rows(found, wanted, page)
    if not rows and page > 1:
        page = max(1, -(-found.count() // PER_PAGE))
        rows = _rows(found, wanted, page)
    tabs = _tabs(staff)
    if wanted != Filters(wanted.whose, page=wanted.page):  # else the tab's own count is the total
        tabs["total"] = found
    counts = count_capped(paper=open_papers(staff), **tabs, waiting=waiting(staff))
    total = counts.pop("total", counts[wanted.whose])
    return InboxPage(tuple(_row(*row) for row in rows[:PER_PAGE]), total, page, len(rows) > PER_PAGE, wanted, counts)


def inbox_counts(staff: StaffMember) -> dict[str, int]:
    """How many open cases are mine, free, my unit's, overdue: one query, each counted to 1,000."""
    return count_capped(**_tabs(staff), overdue=_open(staff).filter(due_on__lt=clock.today()))


def inbox_services(staff: StaffMember) -> list[tuple[str, str]]:
    """(key, title) of the services that have cases here, for the filter: one query that looks at one case of each."""
    cases = Case.objects.filter(visible_to(staff), service_key=OuterRef("service_key")).values("title")[:1]
    offers = Offer.objects.annotate(title=Subquery(cases)).filter(title__isnull=False)
    return list(offers.order_by("title").values_list("service_key", "title"))


def count_capped(**querysets: QuerySet[Any]) -> dict[str, int]:
    """How many rows each query has, counted to 1,000: the price doesn't grow with the cases. One query."""
    parts: list[str] = []
    parameters: list[Any] = []
    for queryset in querysets.values():
        try:
            sql, values = queryset.order_by().values("pk")[:COUNTED].query.sql_with_params()
        except EmptyResultSet:  # Django knows without asking
            parts.append("0")
            continue
        parts.append(f"(select count(*) from ({sql}) as counted)")  # noqa: S608 -- Django's SQL with its parameters
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", parameters)
        numbers = cursor.fetchone() or ()
    return dict(zip(querysets, numbers, strict=True))


_SHOWN = (
    "number", "title", "applicant_name", "status", "due_on", "submitted_at", "decided_at", "assignee__account__name",
    "unit__name", "waiting_since",
)  # fmt: skip


def _open(staff: StaffMember) -> QuerySet[Case]:
    found: QuerySet[Case] = Case.objects.filter(visible_to(staff), completed_at=None)
    return found


def _tabs(staff: StaffMember) -> dict[str, QuerySet[Case]]:
    found = _open(staff)
    return {"mine": found.filter(assignee=staff), "free": found.filter(assignee=None), "unit": found}


def _rows(found: QuerySet[Case], wanted: Filters, page: int) -> list[tuple[Any, ...]]:
    """What is shown of the cases of a page, and of one more if there is one."""
    order = ("-completed_at", "-id") if _is_done(wanted) else ("due_on", "id")
    waits = Thread.objects.filter(case=OuterRef("pk")).values("waiting_since")[:1]
    listed = found.annotate(waiting_since=Subquery(waits)).values_list(*_SHOWN).order_by(*order)
    first = (page - 1) * PER_PAGE
    return list(listed[first : first + PER_PAGE + 1])


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


def _row(  # noqa: PLR0917 -- the columns of _SHOWN, in their order
    number: str,
    title: str,
    applicant: str,
    status: str,
    due_on: date | None,
    submitted_at: datetime,
    decided_at: datetime | None,
    assignee: str | None,
    unit: str,
    waiting_since: datetime | None,
) -> InboxRow:
    return InboxRow(
        number=number,
        title=title,
        applicant=applicant,
        status=status,
        due_on=due_on,
        days_left=None if due_on is None else (due_on - clock.today()).days,
        assignee=assignee or "",
        unit=unit,
        submitted_on=submitted_at.astimezone(clock.BERLIN).date(),
        is_decided=decided_at is not None,
        waiting_since=waiting_since,
    )
