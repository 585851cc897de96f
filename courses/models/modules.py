"""Modules: what is taught. They describe and present themselves; they know no trainee."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.enums import ModuleKind


class ModulePage(Page):
    """The one table that progress, sittings and syllabus point at; only its kinds are created."""

    summary = models.TextField(_("summary"), blank=True)
    credit_hours = models.DecimalField(_("credit hours"), max_digits=4, decimal_places=1, default=Decimal(1))
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=45)
    kind = models.CharField(_("kind"), max_length=20, choices=ModuleKind, editable=False)

    is_creatable = False
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []


class LecturePage(ModulePage):
    """Text, images, documents; finished by reading to the end."""


class CaseStudyPage(ModulePage):
    """Background, questions, a written submission marked by a rubric."""


class SimulationPage(ModulePage):
    """Scenes and choices; the server alone knows and decides."""
