"""Jobs of a worker that died: given back to the queue."""

from typing import Any

from procrastinate import App

from rathaus.config import env

# A worker says that it lives four times in this while; one that was silent for so long is dead.
DEAD_AFTER_SECONDS = float(env.integer("RATHAUS_WORKER_DEAD_AFTER", 20))
HEARTBEAT_SECONDS = DEAD_AFTER_SECONDS / 4


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
