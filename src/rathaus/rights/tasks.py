"""Jobs of rights."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from rathaus.outbox.service import PATIENT, in_each_municipality, tenant_task

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


@in_each_municipality(name="rights.delete_expired_exports", cron="27 3 * * *")
def delete_expired_exports() -> None:
    """Nightly."""
    exporting.delete_expired_exports()
