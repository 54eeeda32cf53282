from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "rathaus.accounts"

    def ready(self) -> None:
        from .trust.sessions import note_sign_in  # needs the models, which are loaded by now

        user_logged_in.connect(note_sign_in, dispatch_uid="rathaus.accounts.trust")
