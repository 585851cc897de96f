"""Certificates: completion, certificates, integrity pledges, verification, and the record chain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    """Connects the listeners once all models are there."""

    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Connect the listeners."""
        from certificates import receivers  # noqa: F401  # models must be loaded first
