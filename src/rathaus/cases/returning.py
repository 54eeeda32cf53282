"""Coming back to a draft by its private link, on any device, and the e-mails that bring the link."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.notifying.service import News, notify
from rathaus.outbox.service import Kind, Mail, NotWanted, completes_mail, send_mails
from rathaus.tenancy.service import base_url, current_municipality

from .drafts import KEPT_DAYS, draft_token, get_draft, mail_key, show_draft
from .errors import AlreadySubmitted, TooManyMails
from .mail_limits import count_link_mail
from .models import MOST_LINKS, Draft

REMINDED_DAYS_BEFORE = 5


def draft_link(draft: Draft) -> str:
    """The private link. The token stands in the fragment, which browsers don't send."""
    return f"{base_url(current_municipality())}/antrag-fortsetzen/#{draft_token(draft)}"


def kept_until(draft: Draft) -> date:
    """The last whole day on which the draft can be opened, if nobody uses it before."""
    return draft.updated_at.astimezone(BERLIN).date() + timedelta(days=KEPT_DAYS - 1)


def resume_draft(token: str) -> Draft | None:
    """The draft of a private link, which counts as used; a submitted one is found too, and left as it is."""
    draft = get_draft(token)
    if draft is not None and draft.case_id is None:
        draft.updated_at = clock.now()
        Draft.objects.filter(pk=draft.pk, case=None).update(updated_at=draft.updated_at)
        show_draft(draft)
    return draft


@transaction.atomic
def send_draft_link(draft: Draft, *, email: str, network: str = "") -> None:
    """Send the link, and remember where to, for the reminder. Raises AlreadySubmitted, TooManyMails.

    `network` is the caller's IP address: drafts cost nothing, so the limit of each stops nobody who begins many.
    """
    current = Draft.objects.select_for_update().get(pk=draft.pk)
    if current.case_id is not None:
        raise AlreadySubmitted
    if current.links_sent >= MOST_LINKS:
        raise TooManyMails
    count_link_mail(email, network=network)
    Draft.objects.filter(pk=draft.pk).update(email=email, links_sent=F("links_sent") + 1)
    key = mail_key(current, f"link:{current.links_sent + 1}")
    send_mails([Mail(key, email, "draft_link", {"draft": str(draft.pk)}, current.language)])


@transaction.atomic
def remind_of_drafts() -> int:
    """Tell who left an address or has an account, five days before their draft is deleted, once; returns how many.

    Of the scope's municipality. Whoever goes on with it and leaves it again is reminded again.
    """
    now = clock.now()
    idle_since = now - timedelta(days=KEPT_DAYS - REMINDED_DAYS_BEFORE)
    waiting = Draft.objects.select_for_update().filter(
        Q(reminded_at=None) | Q(reminded_at__lte=F("updated_at")),
        case=None,
        updated_at__lte=idle_since,
        updated_at__gt=now - timedelta(days=KEPT_DAYS),
    )
    drafts = list(waiting.exclude(email="", holder=None))
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).update(reminded_at=now)
    notify([_reminder(draft, now.date()) for draft in drafts])
    return len(drafts)


def _reminder(draft: Draft, today: date) -> News:
    """Only the draft's id is stored with the e-mail; the link is made when it is handed over."""
    return News(
        key=mail_key(draft, f"reminder:{today}"),
        kind=Kind.DRAFT,
        template="draft_reminder",
        about=draft.pk,
        context={"draft": str(draft.pk)},
        holder=draft.holder,
        address=draft.email,
        language=draft.language,
    )


@completes_mail("draft_link", "draft_reminder")
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    draft = Draft.objects.filter(pk=context["draft"], case=None).first()
    if draft is None:
        raise NotWanted
    return {"link": draft_link(draft), "kept_until": kept_until(draft)}
