"""Telling by e-mail that something was written: the holder's readers as they chose, a unit at its address."""

from typing import Any
from uuid import UUID

from rathaus.notifying.service import Kind, News, notify
from rathaus.outbox.service import Mail, send_mails


def notify_holder(
    holder: UUID | None,
    *,
    key: str,
    template: str,
    about: UUID,
    context: dict[str, Any],
    language: str = "de",
    email: str = "",
    kind: Kind = Kind.MESSAGE,
) -> None:
    """Send `mail/<template>.txt` to whoever reads the holder's postbox; to `email` where no account has the matter.

    `context` holds nothing personal: an e-mail says that something is there. `about`: the case or the conversation.
    """
    notify([News(key, kind, template, about, context, holder, email, language)])


def notify_unit(email: str, *, key: str, template: str, context: dict[str, Any]) -> None:
    """The same to a unit, in German; one without an address sees it at the desk."""
    send_mails([Mail(key, email, template, context, kind=Kind.HOUSE)] if email else [])
