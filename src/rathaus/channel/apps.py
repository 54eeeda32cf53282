from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "rathaus.channel"

    def ready(self) -> None:
        from . import owned

        owned.declare()
