from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rathaus.cases"

    def ready(self) -> None:
        from . import (  # need the models
            rights,
            visiting,  # noqa: F401 -- its receivers listen from here on
        )
        from .delivery import events  # noqa: F401 -- its receiver listens from here on

        rights.declare()
