"""How a case stands in the postbox of its holder: one line for the case, one for its notice."""

from datetime import date

from rathaus.postbox.service import Entry, Line, put_entry

from .models import Case, Notice, Query, Status
from .process import Act

# What the holder has not seen when it happens; of other acts they know, or need not be told.
_NEWS = {Act.ASK, Act.REMIND, Act.ISSUE, Act.DECLINE, Act.LAPSE}


def case_path(case: Case) -> str:
    """Where its holder reads it, at the municipality's host."""
    return f"/vorgang/{case.number}/"


def show_in_postbox(case: Case, act: Act | None = None) -> None:
    """Bring the line of a case up to date after an act. Costs nothing for a case without a holder."""
    if case.holder is None:
        return
    put_entry(
        case.holder,
        Line(
            kind=Entry.Kind.CASE,
            ref=case.pk,
            number=case.number,
            title=case.title,
            status=case.status,
            turn=_turn(case),
            until=_until(case),
            path=case_path(case),
            is_news=act in _NEWS,
        ),
    )


def show_notice_in_postbox(notice: Notice) -> None:
    case = notice.case
    if case.holder is not None:
        line = Line(
            kind=Entry.Kind.NOTICE,
            ref=notice.pk,
            number=case.number,
            title=notice.title,
            turn=Entry.Turn.NOBODYS,
            path=case_path(case),
            is_news=True,
        )
        put_entry(case.holder, line)


def _turn(case: Case) -> str:
    if case.status == Status.ACTION_REQUIRED:
        return Entry.Turn.YOURS
    return Entry.Turn.NOBODYS if case.status == Status.COMPLETED else Entry.Turn.OURS


def _until(case: Case) -> date | None:
    """By when they answer, or by when the town hall means to decide."""
    if case.status == Status.ACTION_REQUIRED:
        asked = Query.objects.filter(case=case, closed_at=None).values_list("answer_by", flat=True)
        return asked.first()
    return None if case.status == Status.COMPLETED else case.due_on
