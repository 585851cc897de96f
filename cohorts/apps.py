"""Cohorts: see docs/explanation/the-house.md for what belongs here."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CohortsConfig(AppConfig):
    name = "cohorts"
    verbose_name = _("Cohorts")

    def ready(self) -> None:
        """Begin to listen."""
        from cohorts import receivers  # noqa: F401  # models must be loaded first
