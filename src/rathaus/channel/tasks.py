"""Jobs of the channel; those of sending are in `sending/tasks.py`."""

from rathaus.outbox.service import in_each_municipality

from .limits import forget_asked
from .publishing import publish_due
from .sending import tasks as sending
from .sources import tasks as sources
from .subscribing import forget_unconfirmed

__all__ = ["publish_later", "sending", "sources", "tidy_up"]


@in_each_municipality(name="channel.publish_due", cron="* * * * *")
def publish_later() -> None:
    """What was written for later."""
    publish_due()


@in_each_municipality(name="channel.tidy_up", cron="41 3 * * *")
def tidy_up() -> None:
    """Nightly."""
    forget_asked()
    forget_unconfirmed()
