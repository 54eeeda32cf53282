"""Our connection to the mail server: Django's, with fewer ways there and back."""

import smtplib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

_DONE, _FORWARDED, _GO_ON, _CLOSING = 250, 251, 354, 421
_NOTHING = b".\r\n"


class PipeliningSMTP(smtplib.SMTP):
    """RFC 2920: sender, recipient and the wish to send go together, so that an e-mail takes two ways instead of four.

    Raises what smtplib's own does.
    """

    def sendmail(
        self,
        from_addr: str,
        to_addrs: Any,
        msg: Any,
        mail_options: Sequence[str] = (),
        rcpt_options: Sequence[str] = (),
    ) -> dict[str, tuple[int, bytes]]:
        self.ehlo_or_helo_if_needed()
        if not self.has_extn("pipelining") or len(to_addrs) != 1 or mail_options or not isinstance(msg, bytes):
            return super().sendmail(from_addr, to_addrs, msg, mail_options, rcpt_options)
        (to,) = to_addrs
        sender, recipient = smtplib.quoteaddr(from_addr), smtplib.quoteaddr(to)
        self.send(f"MAIL FROM:{sender}\r\nRCPT TO:{recipient}\r\nDATA\r\n")
        by_sender, by_recipient, by_data = (self.getreply() for _ in range(3))
        is_refused = by_sender[0] != _DONE or by_recipient[0] not in (_DONE, _FORWARDED)
        if by_data[0] == _GO_ON:
            self.send(_NOTHING if is_refused else _with_end(msg))
            by_data = self.getreply()
        if not is_refused and by_data[0] == _DONE:
            return {}
        if _CLOSING in (by_sender[0], by_recipient[0], by_data[0]):
            self.close()
        else:
            with suppress(smtplib.SMTPServerDisconnected):
                self.rset()
        if by_sender[0] != _DONE:
            raise smtplib.SMTPSenderRefused(*by_sender, from_addr)
        if is_refused:
            raise smtplib.SMTPRecipientsRefused({to: by_recipient})
        raise smtplib.SMTPDataError(*by_data)


class Backend(EmailBackend):
    """A message that says what goes over the line (`filled`, see `bulk.py`) is not made a second time."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return PipeliningSMTP

    def _send(self, email_message: EmailMessage) -> bool:
        filled, sender = getattr(email_message, "filled", None), getattr(email_message, "plain_sender", "")
        if filled is None or not sender or self.connection is None:
            return bool(super()._send(email_message))  # type: ignore[misc]  # the stubs leave it out
        self.connection.sendmail(sender, email_message.to, filled)
        return True


def _with_end(msg: bytes) -> bytes:
    """A dot at the start of a line is doubled (RFC 5321, section 4.5.2). Lines end with CRLF already."""
    quoted = msg.replace(b"\r\n.", b"\r\n..")
    quoted = b"." + quoted if quoted.startswith(b".") else quoted
    return quoted + (b"" if quoted.endswith(b"\r\n") else b"\r\n") + _NOTHING
