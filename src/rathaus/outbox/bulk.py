"""The same text to many, over one connection to the mail server."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from rathaus.tenancy.service import base_url, current_municipality

from .composing import Written, mail_headers, sender_of, write
from .handing_over import hand_over
from .returning import return_path

# Stands in the text where each reader has a link of their own.
TOKEN = "ihr-link-0000000000"  # noqa: S105 -- a mark, not a secret
_ADDRESS, _KEY = "ihre-adresse-0000000000@example.org", "ihre-nummer-0000000000"
# What stands in a header as it is (RFC 5322, `dot-atom`, in ASCII); for others the message is built whole.
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9.-]+")


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
        self._municipality = municipality.pk
        self.sender = sender_of(municipality)
        self._plain_sender = parseaddr(self.sender)[1]
        self._form = self._make_form()

    def message_to(self, address: str, token: str, key: object, *, returns: UUID | None = None) -> "BulkMessage":
        """The Message-ID comes from `key`, so that a second try is the same message.

        `returns`: what is to be known of it if it comes back (see `returning.py`).
        """
        message, path = self._whole(address, token, key), return_path(self._municipality, returns) if returns else ""
        if path:
            message.from_email = path  # of the envelope; readers see the sender
            message.extra_headers["From"] = self.sender
        if self._form is not None and _PLAIN_ADDRESS.fullmatch(address):
            filled = self._form
            for mark, meant in ((_ADDRESS, address), (TOKEN, token), (_KEY, str(key))):
                filled = filled.replace(mark.encode(), meant.encode())
            message.filled, message.plain_sender = filled, path or self._plain_sender
        return message

    def _make_form(self) -> bytes | None:
        """The message as it goes over the line, with marks in it. None where a mark isn't found as it was put in.

        To build one anew for each reader costs more than all the rest of sending it.
        """
        form = self._whole(_ADDRESS, TOKEN, _KEY).message().as_bytes(linesep="\r\n")
        tokens = f"{self.written.body}{self.written.html}{self.unsubscribe}".count(TOKEN)
        found = [form.count(mark.encode()) for mark in (_ADDRESS, TOKEN, _KEY)]
        return form if found == [1, tokens, 1] else None

    def _whole(self, address: str, token: str, key: object) -> "BulkMessage":
        message = BulkMessage(
            subject=self.written.subject,
            body=self.written.body.replace(TOKEN, token),
            from_email=self.sender,
            to=[address],
            headers=mail_headers(f"<{key}@{settings.RATHAUS_DOMAIN}>", self.unsubscribe.replace(TOKEN, token)),
        )
        message.attach_alternative(self.written.html.replace(TOKEN, token), "text/html")
        return message


class BulkMessage(EmailMultiAlternatives):
    """`filled` is what goes over the line, and `plain_sender` from whom, where it is known already."""

    filled: bytes | None = None
    plain_sender = ""

    def message(self, **options: Any) -> Any:
        return super().message(**options) if self.filled is None else _Filled(self.filled)


@dataclass(frozen=True, slots=True)
class _Filled:
    content: bytes

    def as_bytes(self, *, linesep: str) -> bytes:  # noqa: ARG002 -- the lines end as SMTP wants them already
        return self.content


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
