"""What the five figures count: each is defined here once, whoever asks and however it is grouped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.grades import Result
from certificates.enums import CertificateState, PledgeState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from cohorts.enums import CohortState, EnrollmentState, ProgressState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.progress import ModuleProgress
from people.models.elections import Seat

Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Measure:
    """One figure: rows that belong to a unit and a person, and what is counted over any group of them."""

    key: str
    label: str | Promise
    meaning: str | Promise  # what is counted of what, as a sentence
    rows: Callable[[], Rows]
    unit: str  # the lookup from a row to its org unit
    person: str  # the lookup from a row to its person
    part: Combinable
    whole: Combinable


def _in_office() -> Rows:
    """Seats held now, each knowing whether its holder has joined a class since the term began."""
    joined = Enrollment.objects.counted().filter(
        person=OuterRef("person"), clock_from__gte=OuterRef("term__begins_on"), cohort__state__in=_RUN
    )
    return Seat.objects.current().annotate(joined=Exists(joined))


def _in_class() -> Rows:
    """Enrollments in classes that have opened, each knowing its modules and whether a certificate stands."""
    issued = Certificate.objects.filter(enrollment=OuterRef("pk"), state=CertificateState.ISSUED)
    return Enrollment.objects.counted().filter(cohort__state__in=_RUN).annotate(certified=Exists(issued))


def studying() -> Rows:
    """Enrollments in classes that have opened, each with its count of modules, finished and in all."""
    finished = ModuleProgress.objects.filter(enrollment=OuterRef("pk"), state=ProgressState.FINISHED)
    modules = CohortModule.objects.filter(cohort=OuterRef("cohort"))
    return _in_class().annotate(
        finished=_count_of(finished, "enrollment"),
        modules_due=_count_of(modules, "cohort"),
    )


def _released() -> Rows:
    """Results of examinations; there are none before release. A written case study is no examination."""
    return Result.objects.filter(sitting__paper__isnull=False).exclude(enrollment__state=EnrollmentState.WITHDRAWN)


def _pledged() -> Rows:
    """Pledges that people in a class were asked for."""
    return Pledge.objects.exclude(enrollment__state=EnrollmentState.WITHDRAWN)


def _count_of(rows: Rows, group: str) -> Combinable:
    counted = rows.order_by().values(group).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


_RUN = (CohortState.OPEN, CohortState.CLOSED)

MEASURES = (
    Measure(
        key="coverage",
        label=pgettext_lazy("figure", "Coverage"),
        meaning=_("People in office who have joined a cohort since the term began, of all people in office."),
        rows=_in_office,
        unit="unit",
        person="person",
        part=Count("person", distinct=True, filter=Q(joined=True)),
        whole=Count("person", distinct=True),
    ),
    Measure(
        key="progress",
        label=pgettext_lazy("figure", "Progress"),
        meaning=_("Modules finished, of the modules that everybody in a cohort has to finish."),
        rows=studying,
        unit="unit",
        person="person",
        part=Coalesce(Sum(F("finished")), 0),
        whole=Coalesce(Sum(F("modules_due")), 0),
    ),
    Measure(
        key="results",
        label=pgettext_lazy("figure", "Results"),
        meaning=_("Examinations passed, of the examinations whose results are released."),
        rows=_released,
        unit="enrollment__unit",
        person="enrollment__person",
        part=Count("pk", filter=Q(passed=True)),
        whole=Count("pk"),
    ),
    Measure(
        key="pledges",
        label=pgettext_lazy("figure", "Pledges"),
        meaning=_("Pledges signed and countersigned, of the pledges that are asked for."),
        rows=_pledged,
        unit="enrollment__unit",
        person="enrollment__person",
        part=Count("pk", filter=Q(state=PledgeState.COUNTERSIGNED)),
        whole=Count("pk"),
    ),
    Measure(
        key="certificates",
        label=pgettext_lazy("figure", "Certificates"),
        meaning=_("Certificates of completion issued, of everybody who has joined a cohort."),
        rows=_in_class,
        unit="unit",
        person="person",
        part=Count("pk", filter=Q(certified=True)),
        whole=Count("pk"),
    ),
)


def measure_named(key: str) -> Measure | None:
    """The measure with that key, or None."""
    return next((measure for measure in MEASURES if measure.key == key), None)
