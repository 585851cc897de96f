"""Moving an open cohort to revisions that were published since it opened: an explicit act, seen before it is done."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cohorts.enums import CohortState, ProgressState, RunState
from cohorts.models.cohort import Cohort, CohortModule
from cohorts.models.progress import ModuleProgress
from cohorts.models.runs import SimulationRun
from courses.domain.syllabus import PinnedModule, published_modules


class CohortNotRunning(Exception):
    """Only an open cohort can be moved."""


@dataclass(frozen=True)
class Move:
    """A module of the cohort with what has been published since, and whom moving to it would touch."""

    module: CohortModule
    newer: PinnedModule
    started: int
    finished: int
    running: int


def moves_of(*, cohort: Cohort) -> list[Move]:
    """The modules that have a newer published revision."""
    published = {newer.module.pk: newer for newer in published_modules(cohort.course)}
    return [
        _move(module, published[module.module_id])
        for module in cohort.modules.all()
        if module.module_id in published and published[module.module_id].revision.pk != module.revision_id
    ]


@transaction.atomic
def move_modules(*, cohort: Cohort, expected: dict[int, int], at: datetime) -> list[CohortModule]:
    """Pin the modules (id → id of the newer revision that was shown) anew; who has finished one has finished it.

    Runs under way keep their script. A module that was published again meanwhile is left for another look.
    """
    if not Cohort.objects.filter(pk=cohort.pk, state=CohortState.OPEN).exists():
        raise CohortNotRunning
    return [
        _pin(move.module, move.newer)
        for move in moves_of(cohort=cohort)
        if expected.get(move.module.pk) == move.newer.revision.pk
    ]


def _move(module: CohortModule, newer: PinnedModule) -> Move:
    progress = ModuleProgress.objects.filter(module=module)
    return Move(
        module=module,
        newer=newer,
        started=progress.filter(state=ProgressState.STARTED).count(),
        finished=progress.filter(state=ProgressState.FINISHED).count(),
        running=SimulationRun.objects.filter(module=module, state=RunState.RUNNING).count(),
    )


def _pin(module: CohortModule, newer: PinnedModule) -> CohortModule:
    module.revision = newer.revision
    module.title = newer.title
    module.credit_hours = newer.credit_hours
    module.payload = newer.payload
    module.save(update_fields=["revision", "title", "credit_hours", "payload"])
    return module
