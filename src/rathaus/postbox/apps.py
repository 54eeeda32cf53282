from django.apps import AppConfig


class PostboxConfig(AppConfig):
    name = "rathaus.postbox"

    def ready(self) -> None:
        from . import owned  # needs the models

        owned.declare()
