"""How far a trainee is in a module."""

from django.db import models

from cohorts.enums import ProgressState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment

WHOLE = 1000
"""The place at the end of a text, in per mille."""


class ModuleProgress(models.Model):
    """One row per enrollment and module, from the first opening on."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="progress")
    module = models.ForeignKey(CohortModule, on_delete=models.PROTECT, related_name="progress")
    state = models.CharField(max_length=10, choices=ProgressState, default=ProgressState.STARTED)
    place = models.PositiveSmallIntegerField(default=0)  # per mille of the text, to resume there
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "module"], name="progress_once"),
            models.CheckConstraint(condition=models.Q(place__lte=WHOLE), name="progress_place_within_the_text"),
            models.CheckConstraint(
                condition=models.Q(state=ProgressState.FINISHED, finished_at__isnull=False)
                | models.Q(state=ProgressState.STARTED, finished_at=None),
                name="progress_finished_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} at {self.module_id}"

    @property
    def is_finished(self) -> bool:
        """Whether the module counts as done."""
        return self.state == ProgressState.FINISHED
