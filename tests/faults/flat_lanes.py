"""The settings of a control: nothing is more urgent than anything else."""

from django.apps import AppConfig

from rathaus.config.settings import *  # noqa: F403 -- that is how Django settings are extended
from rathaus.config.settings import INSTALLED_APPS as _APPS


class FlatLanes(AppConfig):
    name = "tests.faults"

    def ready(self) -> None:
        from rathaus.channel.sending.dispatching import LANES

        LANES.update(dict.fromkeys(LANES, 0))


INSTALLED_APPS = [*_APPS, "tests.faults.flat_lanes.FlatLanes"]
