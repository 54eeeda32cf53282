"""How many jobs send for one dispatch, or a municipality's digests, at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection

from rathaus.channel.models import Way

# More would take the worker's slots from others, and double the e-mails that are in doubt when it dies. A line for
# push sends ten at once; two for e-mail hide that each waits for the server's answer.
LINES = {Way.EMAIL: 2, Way.PUSH: 1}


@contextmanager
def line_of(what: str, way: Way) -> Iterator[bool]:
    """One of them while the block runs; False when all are taken. That of a worker that died is free at once."""
    keys = (_key(what, way, number) for number in range(LINES[way]))
    key = next((key for key in keys if _ask("pg_try_advisory_lock", key)), None)
    try:
        yield key is not None
    finally:
        if key is not None:
            _ask("pg_advisory_unlock", key)


def _ask(function: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(%s::bigint)", [key])
        return bool(cursor.fetchone()[0])


def _key(what: str, way: Way, number: int) -> int:
    return int.from_bytes(sha256(f"channel:{what}:{way}:{number}".encode()).digest()[:8], "big", signed=True)
