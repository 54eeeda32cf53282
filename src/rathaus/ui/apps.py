from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "rathaus.ui"
    label = "ui"
