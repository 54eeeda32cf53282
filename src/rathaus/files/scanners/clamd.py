"""ClamAV's daemon, over its INSTREAM command: the file goes over the socket, so clamd needs no access to our folder.

CLAMD_ADDRESS is "host:port" or the path of a unix socket. Protocol: clamd(8).
"""

import socket
import struct
from typing import BinaryIO

from django.conf import settings

from . import ScannerUnavailable

SECONDS = 20  # without an answer; clamd needs about a second for 10 MB
_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096


def scan(file: BinaryIO) -> str | None:
    """clamd's verdict. Its StreamMaxLength must not be below our limit per file, or large files are never taken."""
    try:
        with _connected(settings.CLAMD_ADDRESS) as connection:
            _send(connection, file)
            return _verdict(_answer(connection))
    except OSError as error:
        raise ScannerUnavailable(f"clamd: {error}") from error


def _connected(address: str) -> socket.socket:
    host, colon, port = address.removeprefix("tcp://").rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(SECONDS)
        connection.connect(address.removeprefix("unix:"))
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, file: BinaryIO) -> None:
    connection.sendall(b"zINSTREAM\0")
    try:
        while chunk := file.read(_CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # clamd has stopped reading and says why: the stream is longer than its limit


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        part = connection.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer: str) -> str | None:
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerUnavailable(f"clamd: {answer or 'no answer'}")
