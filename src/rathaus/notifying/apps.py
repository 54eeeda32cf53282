from django.apps import AppConfig


class NotifyingConfig(AppConfig):
    name = "rathaus.notifying"

    def ready(self) -> None:
        from . import addressing  # noqa: F401 -- registers who knows the readers of e-mails
