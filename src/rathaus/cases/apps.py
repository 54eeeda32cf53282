from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rathaus.cases"

    def ready(self) -> None:
        from . import rights  # needs the models
        from .delivery import events  # noqa: F401 -- its receiver listens from here on

        rights.declare()
