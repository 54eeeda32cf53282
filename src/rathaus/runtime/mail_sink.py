"""The demo's mail server: takes every e-mail over SMTP and keeps it as a file, to be read at the platform's host."""

import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _Keep:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        content = envelope.content or b""
        data = content if isinstance(content, bytes) else content.encode()
        name = f"{time.time_ns()}.eml"
        (self.folder / f".{name}").write_bytes(data)
        (self.folder / f".{name}").rename(self.folder / name)
        return "250 kept"


class MailSink:
    """A context manager: while it is open, mail sent to 127.0.0.1:`port` lands in `folder` as <nanoseconds>.eml."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        self._controller = Controller(_Keep(folder), hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
