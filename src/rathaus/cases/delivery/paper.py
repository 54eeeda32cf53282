"""What goes by post: the desk's tasks, the print, and what became of it."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pikepdf
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from rathaus.accounts.service import StaffMember
from rathaus.cases import rules
from rathaus.cases.acting import submission_of
from rathaus.cases.errors import NotAllowed, NotPossible
from rathaus.cases.looking import look_of
from rathaus.cases.models import AccessLog, Case, DeliveryEvent, Notice, PaperDelivery
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.files.service import open_file

MOST_AT_ONCE = 50
_A4 = (595, 842)  # points
Kind = DeliveryEvent.Kind


@dataclass(frozen=True, slots=True)
class PaperTask:
    """A line of the list of what is to be posted."""

    id: UUID
    number: str
    title: str
    applicant: str
    unit: str
    reason: str
    since: date


class WrongDay(NotPossible):
    """The day of posting lies before the notice, or in the future."""


def paper_tasks(staff: StaffMember, *, limit: int = MOST_AT_ONCE) -> list[PaperTask]:
    """What this member of staff's unit has to post (administrators: all units), the oldest first. One query."""
    shown = ("id", "case__number", "case__title", "case__applicant_name", "case__unit__name", "reason", "at")
    rows = open_papers(staff).order_by("at", "id").values_list(*shown)[:limit]
    return [
        PaperTask(pk, number, title, applicant, unit, reason, at.astimezone(BERLIN).date())
        for pk, number, title, applicant, unit, reason, at in rows
    ]


def open_papers(staff: StaffMember) -> QuerySet[PaperDelivery]:
    """Never those of their own matters: the day of posting sets the time limit (§ 20 VwVfG)."""
    theirs = Case.objects.filter(rules.visible_to(staff) & rules.not_party(staff)).values("pk")
    found: QuerySet[PaperDelivery] = PaperDelivery.objects.filter(done_at=None, case__in=theirs)
    return found


def with_open_paper(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """The notices with the paper task that is open, and the objection, if any, at no price of their own."""
    task = PaperDelivery.objects.filter(notice=OuterRef("pk"), done_at=None)
    objection = Case.objects.filter(about=OuterRef("case"))
    carried = {
        "open_paper": Subquery(task.values("pk")[:1]),
        "paper_reason": Subquery(task.values("reason")[:1]),
        "objection_number": Subquery(objection.values("number")[:1]),
        "objection_at": Subquery(objection.values("submitted_at")[:1]),
    }
    return notices.annotate(**carried)


def print_papers(ids: Sequence[UUID], *, by: StaffMember) -> bytes:
    """The notices of these tasks as one PDF, each beginning on a sheet of its own when printed on both sides.

    Logged as downloads. Page 1 of each has its address where the window of an envelope is (DIN 5008, form B). Tasks
    that aren't theirs or are done are left out. Raises NotPossible where nothing is left.
    """
    papers = list(_asked_for(ids, by).select_related("case", "notice__file")[:MOST_AT_ONCE])
    if not papers:
        raise NotPossible("nothing to print")
    with pikepdf.new() as merged:
        for paper in papers:
            with open_file(paper.notice.file) as stored, pikepdf.open(io.BytesIO(stored.read())) as notice:
                merged.pages.extend(notice.pages)
            if len(merged.pages) % 2:
                merged.add_blank_page(page_size=_A4)
        out = io.BytesIO()
        merged.save(out)
    AccessLog.objects.bulk_create(look_of(paper.case, by=by, file=paper.notice.file) for paper in papers)
    return out.getvalue()


@transaction.atomic
def finish_papers(ids: Sequence[UUID], *, on: date, by: StaffMember, by_hand: bool = False) -> int:
    """Note that these were posted, or handed over, on a day; returns how many. Those done before stay as they are.

    From `on` the days count, by the rule for letters; handed over, it is given on the day itself. Raises WrongDay.
    """
    papers = list(_asked_for(ids, by).select_related("notice").select_for_update(of=("self",))[:MOST_AT_ONCE])
    if on > clock.today() or any(on < paper.notice.at.astimezone(BERLIN).date() for paper in papers):
        raise WrongDay("before the notice, or in the future")
    kind = Kind.HANDOVER if by_hand else Kind.POSTING
    DeliveryEvent.objects.bulk_create(_event(paper, kind, on=on, by=by) for paper in papers)
    PaperDelivery.objects.filter(pk__in=[paper.pk for paper in papers]).update(done_at=clock.now())
    return len(papers)


@transaction.atomic
def note_return(notice: Notice, *, by: StaffMember) -> PaperDelivery:
    """The letter came back: it never counted as given, and is to be posted again. Raises NotAllowed, NotPossible."""
    if not rules.may_see(by, notice.case) or rules.is_party(by, notice.case, submission_of(notice.case)):
        raise NotAllowed
    last = PaperDelivery.objects.select_for_update().filter(notice=notice).order_by("-at", "-id").first()
    if last is None or not _is_out(last):
        raise NotPossible("nothing was posted that could come back")
    DeliveryEvent.objects.bulk_create([_event(last, Kind.RETURN, on=clock.today(), by=by)])
    return PaperDelivery.objects.create(case_id=notice.case_id, notice=notice, reason=PaperDelivery.Reason.RETURNED)


def _is_out(paper: PaperDelivery) -> bool:
    """Posted, and not come back yet."""
    return set(DeliveryEvent.objects.filter(paper=paper).values_list("kind", flat=True)) == {Kind.POSTING}


def _asked_for(ids: Iterable[UUID], by: StaffMember) -> QuerySet[PaperDelivery]:
    return open_papers(by).filter(Q(pk__in=list(ids))).order_by("at", "id")


def _event(paper: PaperDelivery, kind: DeliveryEvent.Kind, **more: Any) -> DeliveryEvent:
    notice = paper.notice
    return DeliveryEvent(
        case_id=paper.case_id, revision=notice.revision, notice=notice, paper=paper, kind=kind, **more
    )
