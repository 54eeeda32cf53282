from django.apps import AppConfig


class ApplyingConfig(AppConfig):
    name = "rathaus.applying"
