"""What each marker gave, kept apart until it is settled: a seat at an answer, and in it his marks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.grades import ItemGrade

DECIDING = 3
"""The seat of whoever decides where the first two differ too much."""


class MarkerSeat(models.Model):
    """One marker's place at one answer. `asked` is the grade that said a person must mark; `taker` is its writer."""

    asked = models.ForeignKey(ItemGrade, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("place of a marker")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "number"], name="marker_seat_once"),
            models.UniqueConstraint(fields=["asked", "marker"], name="marker_marks_once"),
            models.CheckConstraint(condition=~Q(marker=F("taker")), name="marker_is_not_the_taker"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=DECIDING), name="marker_seat_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_id}.{self.number}"


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks, chained as one reads them."""

    def in_force(self) -> "MarkQuerySet":
        """The newest mark of each seat: a marker may have corrected himself."""
        newer = Mark.objects.filter(seat=models.OuterRef("seat"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer))


class Mark(models.Model):
    """What a marker gave from his seat; it counts once the answer is settled. All are kept."""

    seat = models.ForeignKey(MarkerSeat, on_delete=models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField(default=1)
    fraction = models.DecimalField(max_digits=8, decimal_places=7)
    levels = models.JSONField()  # criterion id → level score as text
    comment = models.TextField(_("comment for the trainee"), blank=True)
    marked_at = models.DateTimeField()

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["seat", "number"], name="mark_number_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} #{self.number}"
