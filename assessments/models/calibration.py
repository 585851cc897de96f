"""Calibration: a few answers that every marker marks first, and what each gave; none of it counts for anybody."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import AttemptItem
from assessments.models.sittings import SittingItem

LEAST, MOST = 2, 5
"""How many answers are marked first."""


class CalibrationSet(models.Model):
    """The answers of one question that markers mark first, to compare before they go on."""

    item = models.OneToOneField(SittingItem, on_delete=models.PROTECT, related_name="calibration")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calibration set")

    def __str__(self) -> str:
        return f"{self.item_id}"


class CalibrationAnswer(models.Model):
    """One of the answers; it stays in the marking queue like any other."""

    calibration = models.ForeignKey(CalibrationSet, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    answer = models.OneToOneField(AttemptItem, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("answer of a calibration set")
        ordering = ["calibration", "number"]
        constraints = [
            models.UniqueConstraint(fields=["calibration", "number"], name="calibration_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MOST), name="calibration_of_five_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.calibration_id}.{self.number}"


class CalibrationMark(models.Model):
    """What a marker gave for one of them, once; kept apart from the marks that count."""

    answer = models.ForeignKey(CalibrationAnswer, on_delete=models.PROTECT, related_name="marks")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fraction = models.DecimalField(max_digits=8, decimal_places=7)
    levels = models.JSONField()  # criterion id → level score as text
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calibration mark")
        constraints = [
            models.UniqueConstraint(fields=["answer", "marker"], name="calibration_marked_once"),
            models.CheckConstraint(condition=~Q(marker=F("taker")), name="calibration_not_by_the_taker"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.marker_id}"
