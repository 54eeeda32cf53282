"""What others wrote down as an address is asked carefully: only public ones, only so much, only so long."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rathaus.core import fetching
from rathaus.core.fetching import NotAllowed, TooBig, TooSlow, Unreachable, fetch
from rathaus.core.lines import Lines


class Answers(BaseHTTPRequestHandler):
    """Says what the path asks for."""

    def do_GET(self) -> None:
        if self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            self._pour()
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            self._drip()
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/packed":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{self.path} {self.headers['Host']} {self.headers.get('X-Secret')}".encode())

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(sent)

    def _pour(self) -> None:
        try:
            while True:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            pass

    def _drip(self) -> None:
        try:
            while True:
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *_args: Any) -> None: ...


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


def test_an_allowed_host_answers(server: str) -> None:
    answer = fetch(f"http://{server}/a?b=c", allowed=[server], headers={"X-Secret": "s"})
    assert (answer.status, answer.body) == (200, f"/a?b=c {server} s".encode())
    posted = fetch(f"http://{server}/", method="POST", body=b"hello", allowed=["127.0.0.1"])
    assert (posted.status, posted.body) == (201, b"hello")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a.ics",
        "file:///etc/passwd",
        "http://user:secret@example.org/",
        "http://example.org:25/",
        "http://exam ple.org/",
        "http://example.org/\r\nX: y",
        "http://[::1/",
        "//example.org",
        "http://example.org:99999/",
        "http://" + "a" * 3000,
        "",
    ],
)
def test_what_is_no_public_web_address_is_not_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: pytest.fail("it was resolved"))
    with pytest.raises(NotAllowed):
        fetch(url, allowed=[])


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
     "::ffff:10.0.0.1", "::ffff:8.8.8.8", "fe80::1%eth0", "fd00::1", "64:ff9b::a00:1", "2002:a00:1::1", "2001::1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", ("93.184.215.14", 80)), (0, 0, 0, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("it was asked"))
    with pytest.raises(NotAllowed):
        fetch("http://calendar.example.org/", allowed=[])


def test_the_checked_address_is_the_one_that_is_asked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when checked and internal when used gains nothing."""
    asked: list[Any] = []
    calls = iter([[(0, 0, 0, "", ("93.184.215.14", 80))], [(0, 0, 0, "", ("127.0.0.1", 80))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: next(calls))

    def connect(address: Any, _timeout: float) -> socket.socket:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch("http://rebinding.example.org/", allowed=[])
    assert asked == [("93.184.215.14", 80)]


def test_a_redirect_is_checked_like_the_address_itself(server: str) -> None:
    inside = f"http://localhost:{server.split(':')[1]}/b"
    with pytest.raises(NotAllowed):
        fetch(f"http://{server}/to/{inside}", allowed=[server])
    answer = fetch(f"http://{server}/to/{inside}", allowed=[server, "localhost"], headers={"X-Secret": "s"})
    assert answer.body.endswith(b" None")  # what was meant for one host goes to no other
    with pytest.raises(NotAllowed):
        fetch(f"http://{server}/to/" + "/to/" * 6 + "a", allowed=[server])
    with pytest.raises(NotAllowed):
        fetch(f"http://{server}/to/file:///etc/passwd", allowed=[server])


@pytest.fixture
def kept() -> Iterator[str]:
    """Keeps connections open, and says which one was asked; after `/bye` it closes without having said so."""

    class Keeping(Answers):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            said = f"{self.client_address[1]}".encode()
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            self.close_connection = self.path == "/bye"

    with ThreadingHTTPServer(("127.0.0.1", 0), Keeping) as httpd:
        httpd.daemon_threads = True
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


def test_a_kept_line_is_used_again_and_replaced_when_the_other_side_hung_up(kept: str) -> None:
    with Lines() as lines:

        def line(path: str) -> bytes:
            url = f"http://{kept}{path}"
            return fetch(url, method="POST", body=b"x", allowed=[kept], lines=lines).body

        first, second, third = line("/"), line("/bye"), line("/")
    assert (first == second, second == third) == (True, False)


def test_without_lines_each_request_opens_its_own(kept: str) -> None:
    told = {fetch(f"http://{kept}/", method="POST", body=b"x", allowed=[kept]).body for _ in range(2)}
    assert len(told) == 2


def test_a_kept_line_leads_to_the_checked_address_whatever_the_name_means_by_now(
    kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(kept.split(":")[1])
    asked: list[str] = []

    def resolve(host: str, *given: Any, real: Any = socket.getaddrinfo, **named: Any) -> Any:
        if host != "push.example.org":
            return real(host, *given, **named)
        asked.append(host)
        return [(0, 0, 0, "", ("127.0.0.1" if len(asked) == 1 else "127.0.0.2", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with Lines() as lines:

        def line() -> bytes:
            url = f"http://push.example.org:{port}/"
            return fetch(url, method="POST", body=b"x", allowed=["push.example.org"], lines=lines).body

        told = {line() for _ in range(3)}
    assert (len(told), asked) == (1, ["push.example.org"])


def test_only_so_much_and_only_so_long(server: str) -> None:
    with pytest.raises(TooBig):
        fetch(f"http://{server}/endless", allowed=[server], most_bytes=100_000)
    with pytest.raises(TooSlow):
        fetch(f"http://{server}/slow", allowed=[server], seconds=0.3)
    with pytest.raises(NotAllowed):
        fetch(f"http://{server}/packed", allowed=[server])


def test_nobody_there_is_told_without_the_address() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(Unreachable) as told:
            fetch(f"http://127.0.0.1:{port}/secret", allowed=[f"127.0.0.1:{port}"])
    assert "secret" not in str(told.value)
    with pytest.raises(NotAllowed):
        fetching.check_address("http://10.0.0.1/")
