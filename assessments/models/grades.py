"""What answers were worth: per item, and as a result."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment


class ItemGrade(models.Model):
    """The grade of one item, by the engine or by a marker; the newest counts, all are kept."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="grades")
    fraction = models.DecimalField(max_digits=8, decimal_places=7, null=True)
    state = models.CharField(max_length=15)
    levels = models.JSONField(default=dict)  # criterion key → level score, for rubrics
    comment = models.TextField(blank=True)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    graded_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_grade_once")]


class Result(models.Model):
    """What a person achieved in a sitting, by the attempt that counts; visible once released."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="results")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="results")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=7)
    maximum = models.DecimalField(_("maximum"), max_digits=8, decimal_places=2)
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2)
    passed = models.BooleanField(_("passed"))
    sections = models.JSONField(default=list)
    released_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("result")
        constraints = [models.UniqueConstraint(fields=["sitting", "enrollment"], name="result_once")]
