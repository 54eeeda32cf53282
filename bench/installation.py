"""A web server of its own for each part, with what the part loads into it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cluster import environment, running_cluster
from tests.live import Installation, installations

_SETTINGS = "bench.settings"


@contextmanager
def bench_installation() -> Iterator[Installation]:
    """Runs until the end of the block, without a worker; its database is thrown away."""
    with bench_installations() as install:
        yield install()


@contextmanager
def bench_installations() -> Iterator[Callable[..., Installation]]:
    """For several beside each other, each with a database of its own, and settings if it needs any."""
    with (
        running_cluster() as cluster,
        tempfile.TemporaryDirectory() as folder,
        installations(cluster, Path(folder)) as install,
    ):
        yield lambda **settings: install(worker=False, DJANGO_SETTINGS_MODULE=_SETTINGS, **settings)


def load(installation: Installation, module: str, *arguments: str) -> Any:
    """Runs a module on the database; returns the JSON that it prints, None if nothing."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment(installation.database, DJANGO_SETTINGS_MODULE=_SETTINGS),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout) if done.stdout.strip() else None
