"""Questions as they are authored: polymorphic here, and nowhere else."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel

from assessments.enums import QuestionKind, QuestionStatus
from assessments.kinds.base import FORMAT
from assessments.models.banks import Bank


class Question(PolymorphicModel):
    """A question of a bank. It only produces a snapshot; each save that changes the snapshot makes a version."""

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(_("kind of question"), max_length=20, choices=QuestionKind, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=QuestionStatus, default=QuestionStatus.DRAFT)
    version = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    stem = models.TextField(_("stem"), help_text=_("An empty line starts a new paragraph."))
    points = models.DecimalField(_("default points"), max_digits=6, decimal_places=2, default=2)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=3, help_text=_("From 1, easy, to 5, hard."))
    topics = models.CharField(_("points of knowledge"), max_length=200, blank=True)
    reference = models.CharField(
        _("law or policy it rests on"),
        max_length=300,
        blank=True,
        help_text=_("Name, article, source and date, so that a reviewer can look it up."),
    )
    source = models.CharField(_("source of the question"), max_length=200, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("exam questions")
        constraints = [
            models.CheckConstraint(condition=models.Q(points__gt=0), name="question_points_positive"),
            models.CheckConstraint(
                condition=models.Q(difficulty__gte=1, difficulty__lte=5), name="question_difficulty_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return self.stem[:60]

    def own_fields(self) -> dict[str, Any]:
        """The part of the snapshot that only this kind has."""
        raise NotImplementedError

    def snapshot(self) -> dict[str, Any]:
        """The question as plain data: see docs/reference/question-snapshot.md."""
        return {
            "format": FORMAT,
            "kind": self.kind,
            "stem": self.stem,
            "explanation": self.explanation,
            "reference": self.reference,
            **self.own_fields(),
        }


class QuestionVersion(models.Model):
    """What a question said when it was saved: its snapshot, never changed, never deleted."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("question version")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_once")]

    def __str__(self) -> str:
        return f"{self.question_id}.{self.number}"
