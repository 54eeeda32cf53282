"""The same text to many, over one connection to the mail server."""

from datetime import datetime
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from rathaus.tenancy.service import base_url, current_municipality

from .composing import Written, mail_headers, sender_of, write
from .handing_over import hand_over

# Stands in the text where each reader has a link of their own.
TOKEN = "ihr-link-0000000000"  # noqa: S105 -- a mark, not a secret


class BulkText:
    """A text that is written once. `unsubscribe` and `preferences` are paths with TOKEN in them."""

    def __init__(
        self, template: str, context: dict[str, Any], *, language: str, why: str, unsubscribe: str, preferences: str
    ) -> None:
        municipality = current_municipality()
        host = base_url(municipality)
        self.unsubscribe = f"{host}{unsubscribe}"
        foot = {"why": why, "unsubscribe": self.unsubscribe, "preferences": f"{host}{preferences}"}
        self.written: Written = write(template, context, municipality, language=language, foot=foot)
        self.sender = sender_of(municipality)

    def message_to(self, address: str, token: str, key: object) -> EmailMultiAlternatives:
        """The Message-ID comes from `key`, so that a second try is the same message."""
        message = EmailMultiAlternatives(
            subject=self.written.subject,
            body=self.written.body.replace(TOKEN, token),
            from_email=self.sender,
            to=[address],
            headers=mail_headers(f"<{key}@{settings.RATHAUS_DOMAIN}>", self.unsubscribe.replace(TOKEN, token)),
        )
        message.attach_alternative(self.written.html.replace(TOKEN, token), "text/html")
        return message


class MailLine:
    """One connection, opened with the first e-mail and closed at the end."""

    def __enter__(self) -> Self:
        self._connection = get_connection()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def hand_over(self, message: EmailMultiAlternatives, *, waiting_since: datetime) -> None:
        """Raises Refused and NotHandedOver; after a server that is missing, use no more of this line."""
        if hasattr(self._connection, "connection") and self._connection.connection is None:
            self._open()
        message.connection = self._connection
        hand_over(message, waiting_since=waiting_since)

    def _open(self) -> None:
        try:
            self._connection.open()
        except OSError:
            self._connection.close()  # hand_over tries once more itself, and tells what is wrong
