"""Enrollments: that a person is in a cohort, and since when the clock runs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.enums import EnrolledBy, EnrollmentState
from cohorts.models.cohort import Cohort
from people.models.elections import Seat
from people.models.organisation import OrgUnit


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def counted(self) -> "EnrollmentQuerySet":
        """Those that have not withdrawn."""
        return self.exclude(state=EnrollmentState.WITHDRAWN)


class Enrollment(models.Model):
    """One person in one cohort; withdrawing keeps the row."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrollments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrollments")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")  # where the person sat when enrolled
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="enrollments")
    enrolled_by = models.CharField(max_length=10, choices=EnrolledBy)
    state = models.CharField(_("state"), max_length=10, choices=EnrollmentState, default=EnrollmentState.ACTIVE)
    enrolled_at = models.DateTimeField()
    clock_from = models.DateField(_("clock runs from"))  # the day of election
    concluded_at = models.DateTimeField(null=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="enrollment_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cohort_id}"
