from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "rathaus.accounts"

    def ready(self) -> None:
        # The worker needs what completes our e-mails; every process, who is told of a sign-in, and what is personal.
        from . import email_codes, open_sessions, owned, owned_more  # noqa: F401 -- they need the models
        from .trust.sessions import note_sign_in  # likewise

        owned.declare()
        owned_more.declare()
        user_logged_in.connect(note_sign_in, dispatch_uid="rathaus.accounts.trust")
