from django.apps import AppConfig


class QueueingConfig(AppConfig):
    name = "rathaus.queueing"

    def ready(self) -> None:
        from . import receivers  # noqa: F401 -- connects them; models must be loaded first
