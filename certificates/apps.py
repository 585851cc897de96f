"""Certificates: completion, certificates, integrity pledges, verification, and the record chain."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    """Connects the listeners once all models are there."""

    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Connect the listeners."""
        from certificates.receivers import set_up_after_migrating  # models must be loaded first

        # After the editors' group and the snippets' permissions have been made, hence on Wagtail's own turn.
        post_migrate.connect(set_up_after_migrating, sender=apps.get_app_config("wagtailcore"))
