"""A time has become free: whoever waits may want it."""

from rathaus.appointments.models import Waiting


def note_freed_time() -> None:
    """Queue a look at the waiting list, in the acting transaction. Costs one query where nobody waits."""
    from rathaus.appointments.tasks import offer_next  # tasks import the actions

    if Waiting.objects.filter(ended_at=None).exists():
        offer_next.defer()
