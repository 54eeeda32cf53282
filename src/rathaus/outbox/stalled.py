"""Jobs of a worker that died: given back to the queue."""

from typing import Any

from procrastinate import App

# A worker reports every 5 s (see `rathaus worker`); one silent for 20 s is dead.
HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0


def register(app: App) -> None:
    @app.periodic(cron="* * * * *")
    @app.task(name="outbox.retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=False)
    async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
        await give_back_stalled_jobs(app)


async def give_back_stalled_jobs(app: App) -> int:
    """Queue the jobs of dead workers again; returns how many."""
    stalled: list[Any] = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)
