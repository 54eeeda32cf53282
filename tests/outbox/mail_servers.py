"""Mail servers of every temper, over real SMTP: what they take is kept, what they answer is chosen."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.live import free_port

DROP = "drop"
PIPELINING: list[bool] = []  # whether servers offer it (RFC 2920)


@dataclass
class Server:
    """`answers` by stage (`mail`, `rcpt`, `data`) or by recipient; `DROP` takes the message and hangs up."""

    port: int
    answers: dict[str, str] = field(default_factory=dict)
    kept: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return ["250-PIPELINING", *responses] if any(PIPELINING) else responses

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answers.get(address) or self.answers.get("rcpt", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        answer = self.answers.get("data", "250 OK")
        if answer.startswith("250") or answer == DROP:
            assert isinstance(envelope.content, bytes)
            self.kept.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.senders.append(envelope.mail_from or "")
        if answer == DROP:
            assert server.transport is not None
            server.transport.close()
        return answer


@contextmanager
def mail_server(port: int = 0, answers: dict[str, str] | None = None) -> Iterator[Server]:
    server = Server(port or free_port(), dict(answers or {}))
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def silent_server(port: int = 0) -> Iterator[int]:
    """Takes connections and says nothing, ever; yields its port."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for connection in taken:
            connection.close()
