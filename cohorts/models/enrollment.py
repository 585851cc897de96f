"""Enrollments: that a person is in a cohort, since when the clock runs, and all that happened to that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.enums import ChangeKind, EnrolledBy, EnrollmentState, ProgressState
from cohorts.models.cohort import Cohort
from people.models.elections import Seat
from people.models.organisation import OrgUnit


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    """Enrollments, chained as one reads them."""

    def counted(self) -> "EnrollmentQuerySet":
        """Those that have not withdrawn."""
        return self.exclude(state=EnrollmentState.WITHDRAWN)

    def active(self) -> "EnrollmentQuerySet":
        """Those that are learning now."""
        return self.filter(state=EnrollmentState.ACTIVE)

    def named(self, text: str) -> "EnrollmentQuerySet":
        """Those whose person or unit has the text in the name; all for no text."""
        if not text:
            return self
        return self.filter(models.Q(person__name__icontains=text) | models.Q(unit__name__icontains=text))

    def with_finished(self) -> "EnrollmentQuerySet":
        """Add how many modules each has finished, in the same query."""
        finished = models.Count("progress", filter=models.Q(progress__state=ProgressState.FINISHED))
        return self.annotate(finished_count=finished)

    def in_roster_order(self) -> "EnrollmentQuerySet":
        """By unit as the tree has it, then by name."""
        return self.order_by("unit__path", "person__name", "pk")


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
    withdrawn_by = models.CharField(max_length=10, choices=EnrolledBy, blank=True)  # who withdrew it last
    concluded_at = models.DateTimeField(null=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="enrollment_once"),
            models.CheckConstraint(
                condition=models.Q(state=EnrollmentState.CONCLUDED, concluded_at__isnull=False)
                | ~models.Q(state=EnrollmentState.CONCLUDED),
                name="enrollment_concluded_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state"])]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cohort_id}"

    @property
    def is_active(self) -> bool:
        """Whether the person is learning in the cohort."""
        return self.state == EnrollmentState.ACTIVE


class EnrollmentChange(models.Model):
    """One thing that happened to an enrollment; rows are only ever added."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(  # None: the enrollment rule, or the completion of everything asked for
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.kind}"
