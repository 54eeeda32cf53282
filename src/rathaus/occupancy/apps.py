from django.apps import AppConfig


class OccupancyConfig(AppConfig):
    name = "rathaus.occupancy"
