"""Uploads through the real web server: what is far too large ends soon, in an answer and not in an error."""

import socket
import time

import pytest

from tests.live import Installation

BOUNDARY = "grenze"
PARTS = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\neins\r\n'
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="datei"; filename="riese.pdf"\r\n\r\n'
).encode()


@pytest.mark.slow
def test_ten_gigabytes_are_answered_after_the_first_bytes(live: Installation) -> None:
    """Only 2 MB of the announced 10 GB are ever sent; a server that waited for the rest would never answer."""
    head = (
        f"POST /vorgang/ HTTP/1.1\r\nHost: tangerhuette.localhost:{live.port}\r\nCookie: csrf={'x' * 32}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: 10000000000\r\n\r\n"
    ).encode()
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", live.port), timeout=20) as connection:
        connection.sendall(head + PARTS + bytes(2_000_000))
        answer = connection.recv(4096)
    assert answer.split()[1] in (b"403", b"413", b"200")
    assert time.monotonic() - start < 10
    with live.client() as client:
        assert client.get("/").status_code == 200
