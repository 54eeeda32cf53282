"""Jobs that carry their municipality: deferred in the acting transaction, run in its scope.

A job takes ids, loads, calls one action, and may run twice without harm: a worker that dies in the middle leaves
its job to the next one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import close_old_connections
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from rathaus.tenancy.service import Municipality, current_municipality, scope

# Seconds apart at first, each gap twice the last, without end: a mail server may be down over a weekend.
PATIENT = RetryStrategy(max_attempts=60, exponential_wait=2, wait=8)


class TenantTask:
    """A task that belongs to a municipality. `defer` must be called in a scope, so in its transaction."""

    def __init__(self, task: Task[Any, Any, Any]) -> None:
        self.task = task

    def defer(self, **ids: str) -> None:
        self.task.defer(municipality=current_municipality().pk, **ids)

    def defer_each(self, ids: Sequence[Mapping[str, str]]) -> None:
        """One job for each, in one statement."""
        municipality = current_municipality().pk
        arguments: list[dict[str, Any]] = [{"municipality": municipality, **named} for named in ids]
        if arguments:
            self.task.batch_defer(*arguments)

    def defer_after(self, seconds: int, **ids: str) -> None:
        self.task.configure(schedule_in={"seconds": seconds}).defer(municipality=current_municipality().pk, **ids)


def tenant_task(
    *, name: str, queue: str = "default", retry: RetryStrategy = PATIENT
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


def on_app_ready(ready: App) -> None:
    """Called by procrastinate once Django's apps are loaded."""
    from . import stalled  # its periodic task can only be declared on the ready app

    stalled.register(ready)
