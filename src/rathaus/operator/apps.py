from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "rathaus.operator"
    label = "operator_face"
