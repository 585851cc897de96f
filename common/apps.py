"""The ground floor: no models, no word of the trade."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
