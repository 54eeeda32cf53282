from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rathaus.cases"

    def ready(self) -> None:
        from . import rights  # needs the models

        rights.declare()
