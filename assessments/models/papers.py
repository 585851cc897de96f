"""Fixed papers with sections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.questions import Question, QuestionVersion
from people.models.organisation import OrgUnit
from people.roles import Scope


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, scope: Scope, permission: str = "papers.edit") -> "PaperQuerySet":
        return self.filter(scope.within(permission, "unit__path"))


class Paper(models.Model):
    """A paper of a unit: sections of questions, each pinned to a version."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(_("name"), max_length=100)

    objects = PaperQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A part of a paper (大题), with a least share of its own where one is asked for."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=100)
    minimum_percent = models.DecimalField(_("least percentage"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["position"]


class PaperItem(models.Model):
    """One question on the paper, in one version, for so many points."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["position"]
