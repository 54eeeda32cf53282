"""Jobs of the sources: one for each, so that none waits for another."""

import logging

from rathaus.core import clock
from rathaus.outbox.service import Steps, in_each_municipality, stepwise_task

from .collecting import SourceFailed, collect
from .running import forget_old_runs, note_failure, note_harvest, request_for, take_due

log = logging.getLogger(__name__)
_BEHIND = -5  # priority: whoever waits for a warning doesn't wait for this


def ask(steps: Steps, source: str) -> None:
    """Asks outside of any transaction; what it said is told in one of its own. Never raises for the source's sake."""
    began_at = clock.now()
    with steps():
        request = request_for(source)
    if request is None:
        return
    try:
        harvest = collect(request)
        with steps():
            note_harvest(source, harvest, began_at)
    except SourceFailed as problem:
        with steps():
            note_failure(source, problem, began_at)
    except Exception:
        log.exception("A source could not be taken over.")
        with steps():
            note_failure(source, SourceFailed("broken"), began_at)


@stepwise_task(name="channel.ask_source")
def ask_source(steps: Steps, source: str) -> None:
    ask(steps, source)


def ask_due_here() -> None:
    ask_source.defer_each([{"source": str(row.pk)} for row in take_due()], priority=_BEHIND)


@in_each_municipality(name="channel.ask_due_sources", cron="* * * * *")
def ask_due_sources() -> None:
    ask_due_here()


@in_each_municipality(name="channel.forget_source_runs", cron="51 3 * * *")
def forget_runs() -> None:
    """Nightly."""
    forget_old_runs()
