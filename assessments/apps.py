"""Assessments: question banks, papers, sittings, attempts, grading and results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Connects the listeners once all models are there."""

    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Connect the listeners."""
        from assessments import receivers  # noqa: F401  # models must be loaded first
