"""The demo's sources: a server on loopback that answers as others' servers do, from recorded data.

The recordings in `recorded/` are of our own making, in the shape of the standards. Their times are written as
`@{+9d 18:30}`, days from today and the wall clock in Germany, so that the demo is never yesterday's.
"""

import re
import threading
import zipfile
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rathaus.core import clock
from rathaus.core.clock import BERLIN

RECORDED = Path(__file__).parent / "recorded"
_MARK = re.compile(r"@\{([+-]\d+)d (\d\d:\d\d|date|rfc)\}")


def render(text: str, base: str) -> bytes:
    """A recording as it would read today; `base` is where the server is."""
    return _MARK.sub(_when, text.replace("@{base}", base)).encode()


def recording(path: str, base: str) -> bytes | None:
    """What is answered at a path below `base`; a folder with a name that ends in .zip is packed."""
    wanted = (RECORDED / path).resolve()
    if not wanted.is_relative_to(RECORDED.resolve()):
        return None
    if wanted.is_file():
        return render(wanted.read_text(), base)
    folder = wanted.with_suffix("")
    if wanted.suffix != ".zip" or not folder.is_dir():
        return None
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(folder.iterdir()):
            archive.writestr(one.name, render(one.read_text(), base))
    return packed.getvalue()


def _when(mark: re.Match[str]) -> str:
    day, form = clock.today() + timedelta(days=int(mark[1])), mark[2]
    if form == "date":
        return f"{day:%Y%m%d}"
    instant = datetime.combine(day, time(8) if form == "rfc" else time.fromisoformat(form), BERLIN)
    return format_datetime(instant) if form == "rfc" else instant.isoformat()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = recording(self.path.partition("?")[0].lstrip("/"), f"http://{self.headers['Host']}")
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, *_args: Any) -> None:
        pass


class RecordedSources:
    """A context manager: while it is open, `address` answers. On loopback only."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
