"""What a trainee does in a module: opens it, reads on, finishes it."""

from datetime import datetime

from django.db import transaction

from cohorts.enums import EnrollmentState, ProgressState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.progress import WHOLE, ModuleProgress
from cohorts.signals import module_finished


class NotStudying(Exception):
    """The person has withdrawn from the cohort, or the module is not one of its modules."""


def open_module(*, enrollment: Enrollment, module: CohortModule, at: datetime) -> ModuleProgress:
    """The trainee's progress in the module, begun now if there is none."""
    _guard(enrollment, module)
    progress, _ = ModuleProgress.objects.get_or_create(
        enrollment=enrollment, module=module, defaults={"started_at": at}
    )
    return progress


def keep_place(*, enrollment: Enrollment, module: CohortModule, place: int, at: datetime) -> None:
    """Remember where in the text the trainee is (per mille), to go on there on any device."""
    progress = open_module(enrollment=enrollment, module=module, at=at)
    ModuleProgress.objects.filter(pk=progress.pk).update(place=min(max(place, 0), WHOLE))


@transaction.atomic
def finish_module(*, enrollment: Enrollment, module: CohortModule, at: datetime) -> ModuleProgress:
    """Count the module as done, once; a second call changes nothing and tells nobody."""
    progress = open_module(enrollment=enrollment, module=module, at=at)
    finished = ModuleProgress.objects.filter(pk=progress.pk, state=ProgressState.STARTED).update(
        state=ProgressState.FINISHED, finished_at=at
    )
    if finished:
        progress.refresh_from_db()
        transaction.on_commit(
            lambda: module_finished.send(CohortModule, enrollment_id=enrollment.pk, module_id=module.pk)
        )
    return progress


def _guard(enrollment: Enrollment, module: CohortModule) -> None:
    if enrollment.state == EnrollmentState.WITHDRAWN or module.cohort_id != enrollment.cohort_id:
        raise NotStudying
