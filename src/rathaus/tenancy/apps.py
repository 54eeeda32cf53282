from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "rathaus.tenancy"

    def ready(self) -> None:
        from . import checks  # noqa: F401 -- registers the system checks once the apps are loaded
