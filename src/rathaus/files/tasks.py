"""Jobs of files."""

from rathaus.outbox.service import in_each_municipality, tenant_task

from . import sweep


@tenant_task(name="files.sweep_orphans", queue="files")
def sweep_orphans() -> None:
    sweep.sweep_orphans()


@in_each_municipality(name="files.sweep_all", cron="17 3 * * *", queue="files")
def queue_sweeps() -> None:
    """One job for each municipality: a large store keeps nobody else's waiting."""
    sweep_orphans.defer()
