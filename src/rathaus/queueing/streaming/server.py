"""A small server for server-sent events. It knows one request: GET /<queue>/?seit=<revision>."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg
from psycopg import sql

from rathaus.queueing.recording import CHANNEL

from .hub import Hub, Listener
from .reading import Channel, News, find_channel, read_news

log = logging.getLogger(__name__)
MOST = 2000  # listeners of one process
_PULSE_SECONDS = 15.0
_HEAD_SECONDS = 5.0
_MOST_HEAD = 8192  # bytes
_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"Access-Control-Allow-Origin: *\r\nCross-Origin-Resource-Policy: cross-origin\r\nX-Accel-Buffering: no\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 2000\n\n"
)


class StreamServer:
    """`conninfo`: for the one connection that listens to PostgreSQL."""

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo
        self.threads = ThreadPoolExecutor(2, "stream")
        self.hub = Hub(self._read)

    async def run(self, host: str, port: int) -> None:
        server = await asyncio.start_server(self.answer, host, port, limit=_MOST_HEAD, reuse_port=True, backlog=1024)
        async with server:
            await asyncio.gather(self._listen_for_ever(), self._pulse_for_ever(), server.serve_forever())

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _HEAD_SECONDS)
            listener = await self._admit(head.decode("latin-1"), writer)
            if listener is not None:
                await self._keep(listener, reader)
        writer.close()

    async def _admit(self, head: str, writer: asyncio.StreamWriter) -> Listener | None:
        if len(self.hub) >= MOST:
            writer.write(_refusal("503 Service Unavailable"))
            return None
        asked = _read_head(head)
        found = asked and await self._in_thread_find(asked[0], asked[1])
        if not asked or not found:
            writer.write(_refusal("404 Not Found"))
            return None
        channel, revision = found
        writer.write(_HEAD)
        # A revision that isn't there yet is of another database: begin with what is.
        since = asked[2] if asked[2] is not None and asked[2] <= revision else revision
        return Listener(channel, writer, since)

    async def _keep(self, listener: Listener, reader: asyncio.StreamReader) -> None:
        self.hub.add(listener)
        try:
            self.hub.wake(listener.channel.key)
            while await reader.read(1024):
                pass
        finally:
            self.hub.remove(listener)

    async def _in_thread_find(self, host: str, queue: UUID) -> tuple[Channel, int] | None:
        return await asyncio.get_running_loop().run_in_executor(self.threads, find_channel, host, queue)

    async def _read(self, channel: Channel, since: int) -> News:
        return await asyncio.get_running_loop().run_in_executor(self.threads, read_news, channel, since)

    async def _pulse_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_PULSE_SECONDS)
            self.hub.pulse()

    async def _listen_for_ever(self) -> None:
        """After a lost connection everybody is told what happened meanwhile; the database has all of it."""
        while True:
            try:
                await self._listen()
            except psycopg.Error:
                log.warning("the stream lost its connection to the database; trying again")
            await asyncio.sleep(1)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(self.conninfo, autocommit=True) as connection:
            await connection.execute(sql.SQL("listen {}").format(sql.Identifier(CHANNEL)))
            self.hub.wake_all()
            while True:
                async for notice in connection.notifies(timeout=_PULSE_SECONDS):
                    self.hub.wake(notice.payload)
                await connection.execute("select 1")


def _read_head(head: str) -> tuple[str, UUID, int | None] | None:
    """Host, queue, and what is known already (Last-Event-ID goes before the address); None for anything else."""
    line, *fields = head.split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    method, _, rest = line.partition(" ")
    with suppress(ValueError):
        address = urlsplit(rest.partition(" ")[0])
        queue = UUID(address.path.rstrip("/").rpartition("/")[2])
        known = headers.get("last-event-id") or parse_qs(address.query).get("seit", [""])[0]
        since = int(known) if known.isascii() and known.isdigit() and len(known) < 19 else None  # noqa: PLR2004 -- a bigint
        return (headers.get("host", ""), queue, since) if method == "GET" else None
    return None


def _refusal(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nRetry-After: 10\r\nConnection: close\r\n\r\n".encode()
