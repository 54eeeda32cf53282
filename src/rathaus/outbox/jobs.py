"""Jobs that carry their municipality: deferred in the acting transaction, run in its scope.

A job takes ids, loads, calls one action, and may run twice without harm: a worker that dies in the middle leaves
its job to the next one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import close_old_connections
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, JobDeferrer
from procrastinate.tasks import Task

from rathaus.config import env
from rathaus.tenancy.service import Municipality, current_municipality, scope

# When a server is back after a night or a weekend, all that waited is out within a quarter of an hour. A shorter gap
# would knock in vain more often; a longer one would keep people waiting for a reason that they can't see.
LONGEST_GAP_SECONDS = env.integer("RATHAUS_RETRY_LONGEST", 15 * 60)
_FIRST_GAP_SECONDS = 10
_MOST_TRIES = 1000  # ten days; then the job stays in the table as failed, for whoever runs this to look at


class Patient(BaseRetryStrategy):
    """Tries again after ten seconds, then twice as long each time, up to a quarter of an hour."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002 -- procrastinate's signature
        if job.attempts >= _MOST_TRIES:
            return None
        return RetryDecision(retry_in={"seconds": gap_before(job.attempts)})


def gap_before(tries: int) -> int:
    """Seconds to wait after so many failed tries, counted from 0."""
    return min(LONGEST_GAP_SECONDS, _FIRST_GAP_SECONDS << min(tries, 20))


PATIENT = Patient()


class TenantTask:
    """A task that belongs to a municipality. `defer` must be called in a scope, so in its transaction."""

    def __init__(self, task: Task[Any, Any, Any]) -> None:
        self.task = task

    def defer(self, **ids: str) -> None:
        self.defer_each([ids])

    def defer_each(self, ids: Sequence[Mapping[str, str]], *, priority: int = 0) -> None:
        """One job for each, in one statement. Those of a higher priority go first, then the older ones."""
        _put(self.task.configure(priority=priority), ids)

    def defer_after(self, seconds: int, *, priority: int = 0, **ids: str) -> None:
        _put(self.task.configure(schedule_in={"seconds": seconds}, priority=priority), [ids])


_together: ContextVar[list[Job] | None] = ContextVar("rathaus_jobs_together", default=None)


@contextmanager
def deferred_together() -> Iterator[None]:
    """Jobs that are deferred inside, of whatever task, go into the queue in one statement when it ends well."""
    if _together.get() is not None:
        yield
        return
    token = _together.set([])
    try:
        yield
        jobs = _together.get()
    finally:
        _together.reset(token)
    if jobs:
        app.job_manager.batch_defer_jobs(jobs)


def _put(deferrer: JobDeferrer, ids: Sequence[Mapping[str, str]]) -> None:
    municipality = current_municipality().pk
    jobs = [deferrer.make_new_job(municipality=municipality, **named) for named in ids]
    gathered = _together.get()
    if gathered is not None:
        gathered.extend(jobs)
    elif jobs:
        app.job_manager.batch_defer_jobs(jobs)


def tenant_task(
    *, name: str, queue: str = "default", retry: BaseRetryStrategy = PATIENT
) -> Callable[[Callable[..., None]], TenantTask]:
    """Make a function with ids as keyword arguments a job. `name` stays: queued jobs carry it."""

    def register(function: Callable[..., None]) -> TenantTask:
        @app.task(name=name, queue=queue, retry=retry)
        def run(municipality: int, **ids: str) -> None:
            close_old_connections()
            try:
                with scope(Municipality.objects.get(pk=municipality)):
                    function(**ids)
            finally:
                close_old_connections()

        return TenantTask(run)

    return register


Steps = Callable[[], AbstractContextManager[Municipality]]


def stepwise_task(
    *, name: str, queue: str = "default", retry: BaseRetryStrategy = PATIENT
) -> Callable[[Callable[..., None]], TenantTask]:
    """A job of many short transactions: the function gets `steps`, which opens the scope as often as it is called.

    What a step committed stays when a later one fails or the worker dies.
    """

    def register(function: Callable[..., None]) -> TenantTask:
        @app.task(name=name, queue=queue, retry=retry)
        def run(municipality: int, **ids: str) -> None:
            close_old_connections()
            try:
                found = Municipality.objects.get(pk=municipality)
                function(lambda: scope(found), **ids)
            finally:
                close_old_connections()

        return TenantTask(run)

    return register


def in_each_municipality(
    *, name: str, cron: str, queue: str = "default"
) -> Callable[[Callable[[], object]], Callable[[], None]]:
    """Make a function a periodic job that runs in the scope of each municipality in turn. `name` stays, as above.

    Where it fails in one municipality, the others still get their turn; the last failure is raised in the end, so
    that the job counts as failed. `cron` is in UTC.
    """

    def register(function: Callable[[], object]) -> Callable[[], None]:
        def run_everywhere() -> None:
            failure: Exception | None = None
            for municipality in Municipality.objects.order_by("pk"):
                try:
                    with scope(municipality):
                        function()
                except Exception as problem:  # noqa: BLE001 -- raised below, after everybody's turn
                    failure = problem
            if failure is not None:
                raise failure

        @app.periodic(cron=cron)
        @app.task(name=name, queue=queue, queueing_lock=name)
        def run(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
            close_old_connections()
            try:
                run_everywhere()
            finally:
                close_old_connections()

        return run_everywhere

    return register


def on_app_ready(ready: App) -> None:
    """Called by procrastinate once Django's apps are loaded."""
    from . import stalled  # its periodic task can only be declared on the ready app

    stalled.register(ready)
