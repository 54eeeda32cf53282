"""The one way to tell somebody that something happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rathaus.accounts.service import readers_of
from rathaus.outbox.service import Kind, Mail, send_mails

from .models import WaitingNews, Way
from .wanted import ways_of


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, for `holder`, or for `address` where no account has the matter.

    `key` names the act within the municipality: news with a key that was told before is none. `about` is the case,
    the conversation or the draft. `template` and `context` are those of an e-mail, see `outbox.service.Mail`.
    """

    key: str
    kind: Kind
    template: str
    about: UUID
    context: dict[str, Any] = field(default_factory=dict)
    holder: UUID | None = None
    address: str = ""
    language: str = "de"


def notify(news: Sequence[News], *, also: Sequence[Mail] = ()) -> None:
    """Tell each reader as they chose: an e-mail, a line in tomorrow's, or nothing. In the acting transaction.

    Who reads for a holder is looked up now, their addresses when an e-mail is handed over. Where nobody does,
    `address` is told, as without an account. The e-mails in `also` are queued in the same statement.
    """
    mails = list(also)
    waiting: list[WaitingNews] = []
    for item in news:
        ways = _ways(item)
        mails += [_mail(item, reader) for reader, way in ways.items() if way is Way.AT_ONCE]
        waiting += [_waiting(item, reader) for reader, way in ways.items() if way is Way.DAILY]
        if not ways and item.address:
            mails.append(_mail(item))
    send_mails(mails)
    if waiting:
        WaitingNews.objects.bulk_create(waiting, ignore_conflicts=True)


def _ways(item: News) -> dict[UUID, Way]:
    return {} if item.holder is None else ways_of(readers_of(item.holder), holder=item.holder, kind=item.kind)


def _mail(item: News, reader: UUID | None = None) -> Mail:
    return Mail(
        key=item.key if reader is None else f"{item.key}:{reader}",
        to=item.address if reader is None else "",
        template=item.template,
        context=item.context,
        language=item.language,
        kind=item.kind,
        reader=reader,
        holder=None if reader is None else item.holder,
        about=item.about,
    )


def _waiting(item: News, reader: UUID) -> WaitingNews:
    return WaitingNews(
        key=f"{item.key}:{reader}",
        reader=reader,
        holder=item.holder or reader,
        kind=item.kind,
        about=item.about,
        language=item.language,
    )
