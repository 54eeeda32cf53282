"""A mail server and a push service that cost next to nothing: `python -m bench.sinks mail|push <port>`.

Each is a process of its own. It says "ready", takes everything, and for each line that comes in prints the JSON of
what it got so far: `at`, when each recipient was handed something (monotonic, seconds), `more`, how many got it more
than once, and what `sample` shows.
"""

import asyncio
import json
import sys
import time
from typing import Any

from tests.channel.browsers import Browser

_END_OF_MAIL = b"\r\n.\r\n"
_SAMPLED = 100


class Got:
    """What one sink took. `clear` begins anew."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.at: list[float] = []
        self.who: set[bytes] = set()
        self.samples: list[tuple[bytes, bytes]] = []

    def add(self, who: bytes, content: bytes) -> None:
        self.at.append(time.monotonic())
        self.who.add(who)
        if len(self.at) % _SAMPLED == 1:
            self.samples.append((who, bytes(content)))


class Mail(asyncio.Protocol):
    """As much of RFC 5321 as a client needs."""

    def __init__(self, got: Got) -> None:
        self.got, self.buffer, self.is_data, self.to = got, b"", False, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(_END_OF_MAIL if self.is_data else b"\r\n")) >= 0:
            part = self.buffer[:end]
            self.buffer = self.buffer[end + (len(_END_OF_MAIL) if self.is_data else 2) :]
            self._take(part)

    def _take(self, part: bytes) -> None:
        verb = part[:4].upper()
        if self.is_data:
            self.is_data = False
            self.got.add(self.to, part)
            self.transport.write(b"250 kept\r\n")
        elif verb == b"EHLO":
            self.transport.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            self.is_data = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.to = part if verb == b"RCPT" else self.to
            self.transport.write(b"250 ok\r\n")


class Push(asyncio.Protocol):
    """As much of HTTP/1.1 as a client needs."""

    def __init__(self, got: Got) -> None:
        self.got, self.buffer = got, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            body, rest = self.buffer[end + 4 : end + 4 + length], self.buffer[end + 4 + length :]
            if len(body) < length:
                return
            self.buffer = rest
            self.got.add(head.split(b" ", 2)[1], body)
            self.transport.write(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")


def decrypted(samples: list[tuple[bytes, bytes]]) -> list[Any]:
    """The endpoint's last part says whose key it is."""
    return [json.loads(Browser(int(path.rpartition(b"/")[2]) + 1).decrypt(body)) for path, body in samples]


async def main(kind: str, port: int) -> None:
    got, loop = Got(), asyncio.get_running_loop()
    protocol = Mail if kind == "mail" else Push
    server = await loop.create_server(lambda: protocol(got), "127.0.0.1", port, backlog=512)
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip() == "clear":
            got.clear()
        samples = decrypted(got.samples) if kind == "push" else [content.decode() for _, content in got.samples]
        told = {"at": got.at, "more": len(got.at) - len(got.who), "samples": samples}
        print(json.dumps(told if line.strip() == "tell" else len(got.at)), flush=True)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
