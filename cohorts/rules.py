"""The doors: each answers with the object that this person may open, or with 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cohorts.enums import CohortState, EnrollmentState
from cohorts.models.cohort import Cohort, CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.runs import SimulationRun
from people.models.accounts import User
from people.roles import Scope


def cohort_for(scope: Scope, pk: int, permission: str = "cohorts.view") -> Cohort:
    """A cohort of a unit for which the permission was granted."""
    cohorts = Cohort.objects.visible_to(scope, permission).select_related("unit", "programme", "course", "organizer")
    return get_object_or_404(cohorts, pk=pk)


def enrollment_for(scope: Scope, cohort_id: int, pk: int, permission: str = "cohorts.manage") -> Enrollment:
    """An enrollment of such a cohort."""
    cohort = cohort_for(scope, cohort_id, permission)
    return get_object_or_404(cohort.enrollments.select_related("person", "unit", "cohort"), pk=pk)


def own_enrollment(user: User, cohort_id: int) -> Enrollment:
    """The person's own enrollment in a cohort that has opened, unless they have withdrawn."""
    enrollments = Enrollment.objects.counted().exclude(cohort__state=CohortState.DRAFT)
    return get_object_or_404(enrollments.select_related("cohort", "person", "unit"), person=user, cohort=cohort_id)


def own_module(user: User, cohort_id: int, position: int) -> tuple[Enrollment, CohortModule]:
    """A module of a cohort that the person is enrolled in."""
    enrollment = own_enrollment(user, cohort_id)
    modules = enrollment.cohort.modules.select_related("revision", "cohort")
    return enrollment, get_object_or_404(modules, position=position)


def own_module_to_do(user: User, cohort_id: int, position: int) -> tuple[Enrollment, CohortModule]:
    """The same, where something may still be done in it: the cohort is open."""
    enrollment, module = own_module(user, cohort_id, position)
    if not enrollment.cohort.is_open or enrollment.state == EnrollmentState.WITHDRAWN:
        raise Http404
    return enrollment, module


def own_run(user: User, cohort_id: int, position: int, number: int) -> SimulationRun:
    """The person's own nth run of a simulation."""
    enrollment, module = own_module(user, cohort_id, position)
    runs = SimulationRun.objects.select_related("script", "enrollment__cohort", "module")
    return get_object_or_404(runs, enrollment=enrollment, module=module, number=number)
