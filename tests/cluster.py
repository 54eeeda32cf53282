"""A throw-away PostgreSQL cluster for the tests; never the demo's. Loaded as a plugin, before the settings are read.

The migrated, sealed and seeded database `rathaus` is only a template. Tests in one process use its copy
`rathaus_test` inside transactions that are rolled back; tests with real servers get a copy of their own (`live.py`).
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATE = Path(tempfile.mkdtemp(prefix="rathaus-test-"))
os.environ.update(RATHAUS_STATE=str(STATE), DJANGO_SETTINGS_MODULE="rathaus.config.settings")
for inherited in ("DATABASE_URL", "DATABASE_OWNER_URL", "RATHAUS_DOMAIN", "PORT", "RATHAUS_DEMO"):
    os.environ.pop(inherited, None)

from rathaus.runtime.postgres import Cluster  # noqa: E402 -- the environment had to be set first

CLUSTER = Cluster(STATE)
TEST_DATABASE = "rathaus_test"
os.environ["DATABASE_URL"] = CLUSTER.url(database=TEST_DATABASE)


def environment(database: str, **more: str) -> dict[str, str]:
    """The environment for a process of ours on one of the cluster's databases, as the serving role."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "DATABASE_URL": CLUSTER.url(database=database), **more}


# What a killed server process loses is decided by the kernel, not by these; only a power cut would tell. Copying the
# template for each installation is most of what the disk has to do.
NOT_FOR_A_POWER_CUT = {"fsync": "off", "full_page_writes": "off"}
FOR_MANY_INSTALLATIONS = {"max_connections": "500"}  # each has servers and a worker of its own


@contextmanager
def running_cluster(**settings: str) -> Iterator[Cluster]:
    """The cluster with its template database migrated, sealed and seeded, and its copy for this process."""
    atexit.register(shutil.rmtree, STATE, ignore_errors=True)
    CLUSTER.start(**settings)
    try:
        _run_module("rathaus", "migrate", DATABASE_OWNER_URL=CLUSTER.url("rathaus_owner", "rathaus"))
        _run_module("tests.seed")
        CLUSTER.create_database(TEST_DATABASE, template="rathaus")
        yield CLUSTER
    finally:
        CLUSTER.stop()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster(**NOT_FOR_A_POWER_CUT, **FOR_MANY_INSTALLATIONS) as running:
        yield running


def _run_module(*arguments: str, **more: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment("rathaus", **more),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}", returncode=3)
