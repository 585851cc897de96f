"""The ground floor: no models, no word of the trade."""

from django.apps import AppConfig

from common import digits


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        digits.register()
