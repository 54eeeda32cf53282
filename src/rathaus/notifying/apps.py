from django.apps import AppConfig


class NotifyingConfig(AppConfig):
    name = "rathaus.notifying"

    def ready(self) -> None:
        from . import addressing, owned  # noqa: F401 -- addressing registers who knows the readers of e-mails

        owned.declare()
