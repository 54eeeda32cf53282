from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rathaus.accounts"

    def ready(self) -> None:
        # The worker needs what completes our e-mails; every process, who is told of a sign-in, and what is personal.
        from . import email_codes, open_sessions, owned  # noqa: F401 -- they need the models

        owned.declare()
