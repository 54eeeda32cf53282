from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "rathaus.rights"

    def ready(self) -> None:
        from . import owned  # needs the models

        owned.declare()
