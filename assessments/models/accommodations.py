"""Accommodations (合理便利): more time for one person in one sitting, and why."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment

LARGEST_FACTOR = Decimal(3)
LONGEST_EXTENSION = timedelta(days=7)


class Accommodation(models.Model):
    """What one person is granted: a multiple of the limit, and some time after the window has closed."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="accommodations")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="accommodations")
    factor = models.DecimalField(_("multiple of the time allowed"), max_digits=3, decimal_places=2, default=Decimal(1))
    extension = models.DurationField(_("time after the window has closed"), default=timedelta(0))
    reason = models.CharField(_("reason"), max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("accommodation")
        ordering = ["sitting", "enrollment"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "enrollment"], name="accommodation_once"),
            models.CheckConstraint(
                condition=Q(factor__gte=1, factor__lte=LARGEST_FACTOR), name="accommodation_factor_from_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(extension__gte=timedelta(0), extension__lte=LONGEST_EXTENSION),
                name="accommodation_extension_up_to_a_week",
            ),
            models.CheckConstraint(
                condition=Q(factor__gt=1) | Q(extension__gt=timedelta(0)), name="accommodation_gives_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}.{self.enrollment_id} ×{self.factor}"
