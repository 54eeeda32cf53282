"""Jobs of rights."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from rathaus.outbox.service import PATIENT, tenant_task
from rathaus.tenancy.service import Municipality, scope

from . import erasing, exporting


@tenant_task(name="rights.make_export")
def make_export(request: str) -> None:
    exporting.make_export(request)


@app.task(name="rights.erase_account", retry=PATIENT)
def erase_account(erasure: str) -> None:
    """Of no municipality: it opens a scope and a transaction for each in turn."""
    close_old_connections()
    try:
        erasing.erase_account(erasure)
    finally:
        close_old_connections()


@app.task(name="rights.finish_erasure", retry=PATIENT)
def finish_erasure(erasure: str) -> None:
    close_old_connections()
    try:
        erasing.finish_erasure(erasure)
    finally:
        close_old_connections()


@app.periodic(cron="27 3 * * *")
@app.task(name="rights.delete_expired_exports", queueing_lock="delete_expired_exports")
def delete_expired_exports(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """Nightly, municipality by municipality."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            exporting.delete_expired_exports()
