"""Jobs of files."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from rathaus.outbox.service import tenant_task
from rathaus.tenancy.service import Municipality, scope

from . import sweep


@tenant_task(name="files.sweep_orphans", queue="files")
def sweep_orphans() -> None:
    sweep.sweep_orphans()


def queue_sweeps() -> None:
    """One job for each municipality."""
    for municipality in Municipality.objects.filter(is_active=True):
        with scope(municipality):
            sweep_orphans.defer()


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep_all", queue="files", queueing_lock="files.sweep_all")
def sweep_all(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    close_old_connections()
    try:
        queue_sweeps()
    finally:
        close_old_connections()
