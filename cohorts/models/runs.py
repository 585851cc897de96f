"""Runs of a simulation: the list of choices is the record, everything else is replayed."""

from django.db import models

from cohorts.enums import RunState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment


class SimulationRun(models.Model):
    """One walk through a script, pinned to the script it began on."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="runs")
    module = models.ForeignKey(CohortModule, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    script = models.JSONField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=50, blank=True)
    fraction = models.DecimalField(max_digits=8, decimal_places=7, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "module", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["enrollment", "module"], condition=models.Q(state="running"), name="run_one_at_a_time"
            ),
        ]


class RunChoice(models.Model):
    """The nth choice of a run; a second nth choice loses to the constraint."""

    run = models.ForeignKey(SimulationRun, on_delete=models.PROTECT, related_name="choices")
    number = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=50)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_choice_once")]
