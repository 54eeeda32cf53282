"""Has anything changed that preparing depends on?"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from rathaus.config import env, settings


def of_preparation() -> str:
    """A hash over the database's address, migrations, definitions and the demo's own code."""
    digest = hashlib.sha256((env.text("DATABASE_URL") or "embedded").encode())
    for path in _inputs(settings.SOURCE, settings.DEFINITIONS):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _inputs(source: Path, definitions: Path) -> Iterator[Path]:
    for pattern in ("*/migrations/*.py", "*/demo*.py", "*/demo/*.py", "tenancy/sealing.py", "runtime/seed.py"):
        yield from sorted(source.glob(pattern))
    yield from sorted(path for path in definitions.rglob("*") if path.is_file())
