"""Courses: see docs/explanation/the-house.md for what belongs here."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        """Listen; receivers need the models, which are there only now."""
        from courses.receivers import set_up_after_migrating

        post_migrate.connect(set_up_after_migrating, sender=self)
