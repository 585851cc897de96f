"""Questions as they are authored: polymorphic here, and nowhere else."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel

from assessments.enums import QuestionStatus
from assessments.models.banks import Bank


class Question(PolymorphicModel):
    """A question of a bank; each saved change that matters makes a numbered version."""

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="questions")
    status = models.CharField(_("status"), max_length=10, choices=QuestionStatus, default=QuestionStatus.DRAFT)
    stem = models.TextField(_("question"))
    points = models.DecimalField(_("default points"), max_digits=6, decimal_places=2)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=3)
    reference = models.CharField(_("law or policy it rests on"), max_length=300, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)

    class Meta:
        verbose_name = _("question")


class QuestionVersion(models.Model):
    """What a question said when it was saved: its snapshot, never changed, never deleted."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_once")]
