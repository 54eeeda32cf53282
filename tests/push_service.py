"""A push service on this machine, like Mozilla's: browsers hang on a WebSocket, town halls post to endpoints.

The protocol of the browser's side is the one that Firefox speaks (dom/push/PushServiceWebSocket.sys.mjs): hello,
register, unregister, notification, ack. The other side is RFC 8030.
"""

import base64
import hashlib
import json
import socket
import struct
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_SHORT, _MIDDLE = 126, 65536


@dataclass
class PushService:
    """`got`: headers and body of each message; `acks`: what browsers said of them; `gone`: channels that left.

    An endpoint of a channel in `gone` answers 410, one that never was 404. `known`: browsers that need no new name.
    """

    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    acks: list[dict[str, Any]] = field(default_factory=list)
    channels: dict[str, "_Browser"] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "PushService":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def hear(self, browser: "_Browser", told: dict[str, Any]) -> dict[str, Any] | None:
        """What the browser said, and the answer."""
        channel, kind = str(told.get("channelID", "")), told.get("messageType")
        match kind:
            case "hello":
                name = told["uaid"] if told.get("uaid") in self.known else uuid.uuid4().hex
                self.known.add(name)
                return {"messageType": kind, "status": 200, "uaid": name, "use_webpush": True, "broadcasts": {}}
            case "register":
                self.channels[channel] = browser
                endpoint = f"http://{self.host}/push/{channel}"
                return {"messageType": kind, "status": 200, "channelID": channel, "pushEndpoint": endpoint}
            case "unregister":
                self.gone.add(channel)
                return {"messageType": kind, "status": 200, "channelID": channel}
            case "ack":
                self.acks += told["updates"]
        return None

    def lose(self) -> None:
        """Forget every browser: each hears at its next hello that it has to subscribe anew."""
        self.known.clear()
        self.gone |= self.channels.keys()
        for browser in self.channels.values():
            browser.hang_up()

    def take(self, channel: str, headers: dict[str, str], body: bytes) -> int:
        """A message for a browser; the answer's status."""
        if channel in self.gone or channel not in self.channels:
            return 410 if channel in self.gone else 404
        self.got.append((headers, body))
        self.channels[channel].say(
            {
                "messageType": "notification",
                "channelID": channel,
                "version": uuid.uuid4().hex,
                "ttl": int(headers["TTL"]),
                "data": base64.urlsafe_b64encode(body).decode().rstrip("="),
                "headers": {"encoding": headers["Content-Encoding"]},
            }
        )
        return 201


class _Browser:
    """A WebSocket, as far as short messages need one (RFC 6455)."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._in, self._out, self._lock = handler.rfile, handler.wfile, threading.Lock()
        self._socket = handler.connection

    def hang_up(self) -> None:
        with suppress(OSError):  # the other side was faster
            self._socket.shutdown(socket.SHUT_RDWR)

    def say(self, told: dict[str, Any], kind: int = _TEXT) -> None:
        self.write(kind, json.dumps(told).encode())

    def write(self, kind: int, body: bytes) -> None:
        length = bytes([len(body)]) if len(body) < _SHORT else b"\x7e" + struct.pack("!H", len(body))
        with self._lock:
            self._out.write(bytes([0x80 | kind]) + length + body)
            self._out.flush()

    def read(self) -> tuple[int, bytes]:
        """One frame, unmasked: its kind and what it holds. A socket that ended is a frame that closes."""
        head = self._in.read(2)
        if len(head) < 2:
            return _CLOSE, b""
        length = head[1] & 0x7F
        if length == _SHORT:
            (length,) = struct.unpack("!H", self._in.read(2))
        mask, body = self._in.read(4), self._in.read(length)
        return head[0] & 0x0F, bytes(letter ^ mask[i % 4] for i, letter in enumerate(body))


def _handler(service: PushService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            key = self.headers["Sec-WebSocket-Key"] + _MAGIC
            accept = base64.b64encode(hashlib.sha1(key.encode(), usedforsecurity=False).digest()).decode()
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("Sec-WebSocket-Accept", accept)
            self.send_header("Sec-WebSocket-Protocol", "push-notification")
            self.end_headers()
            self.close_connection = True
            browser = _Browser(self)
            while True:
                kind, body = browser.read()
                if kind == _CLOSE:
                    return
                if kind == _PING:
                    browser.write(_PONG, body)
                elif kind == _TEXT and (answer := service.hear(browser, json.loads(body))) is not None:
                    browser.say(answer)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(service.take(self.path.rpartition("/")[2], dict(self.headers), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    return Handler
