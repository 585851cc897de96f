"""People: users, org units, elections, terms, seats, roles, scope, notices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from people import receivers  # noqa: F401  # Models must be loaded first.
