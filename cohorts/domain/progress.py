"""How far everybody is: what is finished, what comes next, in as many queries for three people as for three hundred."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from cohorts.enums import EnrollmentState, ProgressState
from cohorts.models.cohort import Cohort, CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.progress import WHOLE, ModuleProgress


@dataclass(frozen=True)
class Step:
    """One module on a trainee's way: its state is done, started or open."""

    module: CohortModule
    state: str
    place: int
    finished_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether the module is finished."""
        return self.state == "done"

    @property
    def percent(self) -> int:
        """How much of the text has been read."""
        return self.place * 100 // WHOLE


@dataclass(frozen=True)
class Row:
    """One trainee's progress, a step for each module in order."""

    enrollment: Enrollment
    steps: tuple[Step, ...]
    last_seen_at: datetime | None

    @property
    def finished(self) -> int:
        """How many modules are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The module to go on with: the first that is not done."""
        return next((step for step in self.steps if not step.is_done), None)


def finished_modules(enrollments: Iterable[Enrollment]) -> dict[int, set[int]]:
    """For each enrollment's id the positions of the modules it has finished; one query for all."""
    ids = [enrollment.pk for enrollment in enrollments]
    finished: dict[int, set[int]] = {pk: set() for pk in ids}
    rows = ModuleProgress.objects.filter(enrollment__in=ids, state=ProgressState.FINISHED)
    for enrollment, position in rows.values_list("enrollment_id", "module__position"):
        finished[enrollment].add(position)
    return finished


def progress_of(*, modules: Iterable[CohortModule], enrollments: Iterable[Enrollment]) -> list[Row]:
    """The rows of these trainees, in the order given; one query for all of them."""
    listed, courses = list(enrollments), list(modules)
    kept: defaultdict[int, dict[int, ModuleProgress]] = defaultdict(dict)
    for progress in ModuleProgress.objects.filter(enrollment__in=[enrollment.pk for enrollment in listed]):
        kept[progress.enrollment_id][progress.module_id] = progress
    return [_row(enrollment, courses, kept[enrollment.pk]) for enrollment in listed]


def cohort_progress(cohort: Cohort) -> list[Row]:
    """Everybody in the cohort who has not withdrawn."""
    people = cohort.enrollments.counted().select_related("person", "unit", "seat").in_roster_order()
    return progress_of(modules=cohort.modules.defer("payload"), enrollments=people)


def finished_counts(cohort: Cohort) -> list[tuple[CohortModule, int]]:
    """How many have finished each module."""
    finished = ModuleProgress.objects.filter(module__cohort=cohort, state=ProgressState.FINISHED).exclude(
        enrollment__state=EnrollmentState.WITHDRAWN
    )
    counts = dict(finished.values_list("module").annotate(Count("pk")))
    return [(module, counts.get(module.pk, 0)) for module in cohort.modules.defer("payload")]


def _row(enrollment: Enrollment, modules: list[CohortModule], kept: Mapping[int, ModuleProgress]) -> Row:
    times = [time for progress in kept.values() for time in (progress.started_at, progress.finished_at) if time]
    return Row(
        enrollment=enrollment,
        steps=tuple(_step(module, kept.get(module.pk)) for module in modules),
        last_seen_at=max(times, default=None),
    )


def _step(module: CohortModule, progress: ModuleProgress | None) -> Step:
    if progress is None:
        return Step(module, "open", 0, None)
    state = "done" if progress.is_finished else "started"
    return Step(module, state, progress.place, progress.finished_at)
