from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "rathaus.appointments"

    def ready(self) -> None:
        from . import owned  # needs the models

        owned.declare()
