"""Asking real servers on loopback: the demo's recordings, and such as stall, flood, lead astray or never end."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rathaus.channel.models import SourceConfig
from rathaus.channel.sources import collecting
from rathaus.channel.sources.collecting import MOST_PAGES, Request, SourceFailed, collect
from rathaus.runtime.recorded_sources import RecordedSources, recording
from rathaus.tenancy.service import Municipality
from tests.channel.sources.recorded import meetings

Answer = Callable[[BaseHTTPRequestHandler], None]


class Hostile:
    """A server of which `answer` says what it does; `asked` are the paths that were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Answer = lambda handler: say(handler, b"")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.answer(self)

            def log_message(self, *_args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def say(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    with suppress(OSError):  # who asked has heard enough
        handler.wfile.write(body)


@pytest.fixture
def hostile(settings: Any) -> Iterator[Hostile]:
    made = Hostile()
    settings.RATHAUS_FETCH_ALLOWED = [made.host]
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def demo(settings: Any) -> Iterator[RecordedSources]:
    with RecordedSources() as server:
        settings.RATHAUS_DEMO_SOURCES = server.address
        yield server


@pytest.mark.django_db
def test_every_source_of_the_demo_answers(town: Municipality, demo: RecordedSources) -> None:
    found = {}
    for source in SourceConfig.objects.order_by("key"):
        request = Request(source.kind, source.url, region=source.definition["region"])
        found[source.key] = [item.kind for item in collect(request).items]
    assert found == {
        "abfall-bellingen": ["event"] * 6,
        "katastrophenschutz": ["warning"],
        "landkreis": ["news"],
        "ratsinformation": ["event", "event", "event", "news"],
        "wetterdienst": ["warning", "warning"],
    }


def test_the_demos_server_gives_its_recordings_only() -> None:
    assert recording("../demo.py", "") is None
    assert recording("../../config/settings.py", "") is None
    assert recording("nothing.xml", "") is None


def test_meetings_are_asked_for_since_the_cursor_with_an_hour_of_overlap(hostile: Hostile) -> None:
    body = {"type": "https://schema.oparl.org/1.1/Body", "meeting": f"http://{hostile.host}/meetings"}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        say(handler, json.dumps(body if handler.path == "/" else meetings()).encode())

    hostile.answer = answer
    harvest = collect(Request("oparl", f"http://{hostile.host}/", cursor="2026-11-30T08:00:00+00:00"))
    assert hostile.asked[1] == "/meetings?modified_since=2026-11-30T07%3A00%3A00%2B00%3A00"
    assert len(harvest.items) == 1
    assert harvest.cursor != ""


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_list_that_never_ends_is_an_error(hostile: Hostile, *, comes_back: bool) -> None:
    body = {"type": "https://schema.oparl.org/1.1/Body", "meeting": f"http://{hostile.host}/meetings"}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        number = 1 if comes_back else len(hostile.asked)
        page = {"data": [], "links": {"next": f"http://{hostile.host}/meetings?page={number}"}}
        say(handler, json.dumps(body if handler.path == "/" else page).encode())

    hostile.answer = answer
    with pytest.raises(SourceFailed, match=f"endless {MOST_PAGES}"):
        collect(Request("oparl", f"http://{hostile.host}/"))
    assert len(hostile.asked) == (3 if comes_back else 1 + MOST_PAGES)


def test_who_answers_a_letter_at_a_time_is_given_up(hostile: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "SECONDS", 0.5)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass  # given up

    hostile.answer = drip
    with pytest.raises(SourceFailed, match="too-slow"):
        collect(Request("feed", f"http://{hostile.host}/"))


def test_ten_megabytes_are_not_read_to_the_end(hostile: Hostile) -> None:
    hostile.answer = lambda handler: say(handler, b"<rss><title>" + b"x" * 10_000_000)
    with pytest.raises(SourceFailed, match="too-big"):
        collect(Request("feed", f"http://{hostile.host}/"))


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/x", "http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1"]
)
def test_a_redirect_to_an_address_inside_is_not_followed(hostile: Hostile, target: str) -> None:
    hostile.answer = lambda handler: say(handler, b"", 302, Location=target)
    with pytest.raises(SourceFailed, match="not-allowed"):
        collect(Request("feed", f"http://{hostile.host}/"))


def test_a_next_page_inside_is_not_asked_for(hostile: Hostile) -> None:
    body = {"type": "https://schema.oparl.org/1.1/Body", "meeting": "http://169.254.169.254/meetings"}
    hostile.answer = lambda handler: say(handler, json.dumps(body).encode())
    with pytest.raises(SourceFailed, match="not-allowed"):
        collect(Request("oparl", f"http://{hostile.host}/"))


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://127.0.0.1:80/", "not-allowed"), ("http://[::1]/", "not-allowed")],
)
def test_a_source_inside_is_asked_only_if_it_is_allowed(url: str, said: str, settings: Any) -> None:
    settings.RATHAUS_FETCH_ALLOWED = []
    with pytest.raises(SourceFailed, match=said):
        collect(Request("feed", url))


def test_an_error_of_the_server_is_said_with_its_number(hostile: Hostile) -> None:
    hostile.answer = lambda handler: say(handler, b"", 503)
    with pytest.raises(SourceFailed, match="status 503"):
        collect(Request("feed", f"http://{hostile.host}/"))
