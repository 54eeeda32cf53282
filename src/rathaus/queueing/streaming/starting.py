"""Starts the stream beside the pages: one thread with a loop in each web process, on a port that they share."""

import asyncio
import logging
from threading import Thread

from django.db import connection
from psycopg.conninfo import make_conninfo

from .server import StreamServer

log = logging.getLogger(__name__)
_OURS = {"dbname", "user", "password", "host", "port", "options", "connect_timeout", "sslmode", "sslrootcert"}


def start_stream(address: str) -> None:
    """`address`: host:port. The thread ends with its process, whatever hangs on it."""
    host, _, port = address.rpartition(":")
    Thread(target=_run, args=(host, int(port)), name="stream", daemon=True).start()


def conninfo() -> str:
    """As Django connects, the serving role included."""
    parameters = connection.get_connection_params()
    return make_conninfo(**{name: str(value) for name, value in parameters.items() if name in _OURS})


def _run(host: str, port: int) -> None:
    try:
        asyncio.run(StreamServer(conninfo()).run(host, port))
    except Exception:
        log.exception("the stream has ended; pages ask every few seconds instead")
