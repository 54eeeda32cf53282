"""By when the town hall means to have decided."""

from datetime import date, timedelta

from rathaus.core import clock

from .process import Pinned


def due_on(sent: Pinned) -> date | None:
    """Counted from today, the day on which it comes in."""
    days = sent.service.process.deadline_days("processing", sent.context.parameters)
    return None if days is None else clock.today() + timedelta(days=days)
