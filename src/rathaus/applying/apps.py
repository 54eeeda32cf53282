from django.apps import AppConfig


class ApplyingConfig(AppConfig):
    name = "rathaus.applying"

    def ready(self) -> None:
        from . import visit_entries  # noqa: F401 -- its receiver listens from here on
