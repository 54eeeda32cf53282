"""The daily e-mail: how much is new, and where. Written once a day, from seven in the morning on."""

from collections import defaultdict
from datetime import time, timedelta
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import address_of
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.outbox.service import Kind, Mail, send_mails

from .models import DigestRun, WaitingNews
from .wanted import still_wanted

_FROM = time(7)
_KEPT = timedelta(days=90)


@transaction.atomic
def write_digests() -> int:
    """Write the daily e-mails of the scope's municipality, if it is seven and today's are not written; how many.

    Seven o'clock is that of the wall in Germany, on days when the clocks change too. If no worker ran at seven, they
    are written when one does. All of a day are one transaction: a worker that dies has written all or none.
    """
    now = clock.now().astimezone(BERLIN)
    if now.time() < _FROM:
        return 0
    if not _begin_day():
        return 0
    mails = _write()
    send_mails(mails)
    return len(mails)


def drop_read_news(reader: UUID, about: UUID) -> None:
    """The reader has just seen it: the next daily e-mail needn't tell them. One statement."""
    unread = WaitingNews.objects.filter(reader=reader, about=about, told_on=None)
    unread.update(told_on=clock.today())


def _begin_day() -> bool:
    """False if today's are written. Another worker that is writing them is waited for."""
    today = clock.today()
    if DigestRun.objects.filter(day=today).exists():
        return False
    run = DigestRun(day=today)
    DigestRun.objects.bulk_create([run], ignore_conflicts=True)
    return DigestRun.objects.filter(pk=run.pk).exists()


def _write() -> list[Mail]:
    today = clock.today()
    waiting = _waiting()
    WaitingNews.objects.filter(pk__in=[news.pk for news in waiting]).update(told_on=today)
    WaitingNews.objects.filter(told_on__lt=today - _KEPT).delete()
    by_reader: dict[UUID, list[WaitingNews]] = defaultdict(list)
    for news in _readable(still_wanted(waiting)):
        by_reader[news.reader].append(news)
    return [_mail(reader, theirs) for reader, theirs in by_reader.items()]


def _waiting() -> list[WaitingNews]:
    return list(WaitingNews.objects.select_for_update().filter(told_on=None).order_by("at", "id"))


def _readable(waiting: list[WaitingNews]) -> list[WaitingNews]:
    """Without what its reader may no longer read in another's name."""
    others = {(news.reader, news.holder) for news in waiting if news.reader != news.holder}
    ended = {pair for pair in others if not address_of(pair[0], holder=pair[1])}
    return [news for news in waiting if (news.reader, news.holder) not in ended]


def _mail(reader: UUID, waiting: list[WaitingNews]) -> Mail:
    """Counts only. What concerns others is told apart, but not whom."""
    own = sum(1 for news in waiting if news.holder == reader)
    return Mail(
        key=f"digest:{clock.today()}:{reader}",
        to="",
        template="digest",
        context={"own": own, "others": len(waiting) - own, "count": len(waiting)},
        language=waiting[-1].language,
        kind=Kind.DIGEST,
        reader=reader,
        holder=reader,
    )
