"""How cases and drafts stand in the postbox of their holder: one line for a draft; for a case one, one for its
notice, one for the conversation about it."""

from datetime import date, timedelta

from rathaus.core.clock import BERLIN
from rathaus.postbox.service import Entry, Line, Thread, put_entry, remove_entry, words_of

from .models import Case, Draft, Notice, Query, Status
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
            version=case.version_id,
        ),
    )


def show_all_in_postbox(case: Case) -> None:
    """Everything there is of a case that has just got its holder, who saw it before."""
    show_in_postbox(case)
    notice = Notice.objects.filter(case=case).first()
    if notice is not None:
        notice.case = case
        show_notice_in_postbox(notice, is_news=False)
    show_conversation_in_postbox(case)


def show_conversation_in_postbox(case: Case, *, is_news: bool = False) -> None:
    """The line of the conversation, where there is one. Costs nothing for a case without a holder."""
    if case.holder is None:
        return
    thread = Thread.objects.filter(case=case).first()
    if thread is not None:
        line = Line(
            kind=Entry.Kind.THREAD,
            ref=thread.pk,
            number=case.number,
            title=case.title,
            status="WAITING" if thread.waiting_since else "ANSWERED",
            turn=Entry.Turn.OURS if thread.waiting_since else Entry.Turn.NOBODYS,
            path=f"{case_path(case)}#nachrichten",
            is_news=is_news,
            version=case.version_id,
            words=words_of(thread),
        )
        put_entry(case.holder, line)


def show_draft_in_postbox(draft: Draft, *, title: str, kept_days: int) -> None:
    """`until` is the last whole day on which it can be gone on with. Costs nothing for a draft without a holder."""
    if draft.holder is not None:
        line = Line(
            kind=Entry.Kind.DRAFT,
            ref=draft.pk,
            title=title,
            turn=Entry.Turn.YOURS,
            until=draft.updated_at.astimezone(BERLIN).date() + timedelta(days=kept_days - 1),
            path=f"/postfach/entwuerfe/{draft.pk}/",
            version=draft.version_id,
        )
        put_entry(draft.holder, line)


def drop_draft_from_postbox(draft: Draft) -> None:
    if draft.holder is not None:
        remove_entry(draft.holder, Entry.Kind.DRAFT, draft.pk)


def show_notice_in_postbox(notice: Notice, *, is_news: bool = True) -> None:
    case = notice.case
    if case.holder is not None:
        line = Line(
            kind=Entry.Kind.NOTICE,
            ref=notice.pk,
            number=case.number,
            title=notice.title,
            turn=Entry.Turn.NOBODYS,
            path=f"{case_path(case)}bescheid/",
            is_news=is_news,
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
