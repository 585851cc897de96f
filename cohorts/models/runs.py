"""Runs of a simulation: the list of choices is the record, everything else is replayed."""

from django.db import models

from cohorts.enums import RunState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment


class RunScript(models.Model):
    """A script as it was played, kept once however many runs began on it."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()  # courses.simulation.script, in its canonical JSON

    def __str__(self) -> str:
        return self.digest[:12]


class SimulationRun(models.Model):
    """One walk through a script, pinned to the script it began on."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="runs")
    module = models.ForeignKey(CohortModule, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    script = models.ForeignKey(RunScript, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    fraction = models.DecimalField(max_digits=8, decimal_places=7, null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "module", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["enrollment", "module"], condition=models.Q(state=RunState.RUNNING), name="run_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} at {self.module_id}, run {self.number}"

    @property
    def is_running(self) -> bool:
        """Whether no ending was reached yet."""
        return self.state == RunState.RUNNING


class RunChoice(models.Model):
    """The nth choice of a run; a second nth choice loses to the constraint."""

    run = models.ForeignKey(SimulationRun, on_delete=models.PROTECT, related_name="choices")
    number = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=50)
    chosen_at = models.DateTimeField()
    by_clock = models.BooleanField(default=False)  # time was up and the server chose

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_choice_once")]

    def __str__(self) -> str:
        return f"{self.run_id}.{self.number}"
