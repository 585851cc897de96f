"""What answers were worth: per item, and as a released result."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment


class ItemGradeQuerySet(models.QuerySet["ItemGrade"]):
    """Grades, chained as one reads them."""

    def in_force(self) -> "ItemGradeQuerySet":
        """The newest grade of each item, which is the one that counts."""
        newer = ItemGrade.objects.filter(item=models.OuterRef("item"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer))


class ItemGrade(models.Model):
    """The grade of one item, by the engine or by a marker; the newest counts, all are kept."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="grades")
    number = models.PositiveSmallIntegerField(default=1)
    fraction = models.DecimalField(max_digits=8, decimal_places=7, null=True)
    state = models.CharField(max_length=15)
    note_code = models.CharField(max_length=30, blank=True)
    levels = models.JSONField(default=dict)  # criterion id → level score as text
    comment = models.TextField(_("comment for the trainee"), blank=True)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    graded_at = models.DateTimeField()

    objects = ItemGradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("grade")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_grade_once")]

    def __str__(self) -> str:
        return f"{self.item_id} #{self.number}"


class ResultQuerySet(models.QuerySet["Result"]):
    """Results, chained as one reads them."""

    def that_count(self) -> "ResultQuerySet":
        """Of a sitting and its resits the best of each person, a pass before anything else."""
        family = Coalesce("sitting__resit_of", "sitting")
        same = {"passed": models.OuterRef("passed")}
        better = (
            Result.objects.annotate(family=family)
            .filter(family=models.OuterRef("family"), enrollment=models.OuterRef("enrollment"))
            .filter(
                models.Q(passed__gt=models.OuterRef("passed"))
                | models.Q(**same, percent__gt=models.OuterRef("percent"))
                | models.Q(**same, percent=models.OuterRef("percent"), pk__lt=models.OuterRef("pk"))
            )
        )
        return self.annotate(family=family).filter(~models.Exists(better))


class Result(models.Model):
    """What a person achieved in a sitting, by the attempt that counts. A row exists once it was released."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="results")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="results")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    total = models.DecimalField(_("total"), max_digits=16, decimal_places=9)
    maximum = models.DecimalField(_("maximum"), max_digits=8, decimal_places=2)
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2)
    passed = models.BooleanField(_("passed"))
    sections = models.JSONField(default=list)
    released_at = models.DateTimeField()

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        constraints = [models.UniqueConstraint(fields=["sitting", "enrollment"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.percent}"
