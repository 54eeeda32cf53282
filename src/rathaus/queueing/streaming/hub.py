"""Who listens to which queue. One query per happening and process, however many listen."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from .reading import Channel, News

log = logging.getLogger(__name__)
_MOST_UNSENT = 65_536  # bytes; who reads slower is cut off, and catches up after connecting anew
Read = Callable[[Channel, int], Awaitable[News]]


@dataclass(eq=False)
class Listener:
    """`revision`: what was sent last. Whatever was written before a lost connection is asked for again."""

    channel: Channel
    writer: asyncio.StreamWriter
    revision: int

    def send(self, data: bytes) -> None:
        transport = self.writer.transport
        if transport.is_closing():
            return
        if transport.get_write_buffer_size() > _MOST_UNSENT:
            transport.abort()
            return
        self.writer.write(data)

    def tell(self, news: News) -> None:
        data = b"".join(text for revision, text in news.messages if revision > self.revision)
        self.revision = max(self.revision, news.revision)
        if data:
            self.send(data)


@dataclass
class Hub:
    read: Read
    listeners: dict[str, set[Listener]] = field(default_factory=dict)
    _stale: set[str] = field(default_factory=set)
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self.listeners.values()))

    def add(self, listener: Listener) -> None:
        self.listeners.setdefault(listener.channel.key, set()).add(listener)

    def remove(self, listener: Listener) -> None:
        here = self.listeners.get(listener.channel.key, set())
        here.discard(listener)
        if not here:
            self.listeners.pop(listener.channel.key, None)

    def wake(self, key: str) -> None:
        """Something happened there. News that come while others are read are read after them, together."""
        self._stale.add(key)
        if key not in self._busy and key in self.listeners:
            self._busy[key] = asyncio.create_task(self._tell_all(key))

    def wake_all(self) -> None:
        for key in list(self.listeners):
            self.wake(key)

    def pulse(self) -> None:
        """So that proxies keep the connection, and pages know that it lives."""
        for here in list(self.listeners.values()):
            for listener in list(here):
                listener.send(b"event: puls\ndata: {}\n\n")

    async def _tell_all(self, key: str) -> None:
        try:
            while key in self._stale and (here := self.listeners.get(key)):
                self._stale.discard(key)
                since = min(listener.revision for listener in here)
                news = await self.read(next(iter(here)).channel, since)
                for listener in list(self.listeners.get(key, ())):
                    listener.tell(news)
        except Exception:
            log.exception("news of a queue could not be read")
            for listener in list(self.listeners.get(key, ())):
                listener.writer.transport.abort()  # they come again and catch up
        finally:
            self._busy.pop(key, None)
