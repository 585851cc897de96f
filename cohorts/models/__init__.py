"""All models of cohorts, for Django to find."""

from cohorts.models.cohort import Cohort as Cohort
from cohorts.models.cohort import CohortModule as CohortModule
from cohorts.models.cohort import EnrollmentRule as EnrollmentRule
from cohorts.models.enrollment import Enrollment as Enrollment
from cohorts.models.enrollment import EnrollmentChange as EnrollmentChange
from cohorts.models.programme import Programme as Programme
from cohorts.models.progress import ModuleProgress as ModuleProgress
from cohorts.models.runs import RunChoice as RunChoice
from cohorts.models.runs import RunScript as RunScript
from cohorts.models.runs import SimulationRun as SimulationRun
