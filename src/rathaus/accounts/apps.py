from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rathaus.accounts"

    def ready(self) -> None:
        from . import owned  # needs the models

        owned.declare()
