"""One person's record: posts, classes with their checklists, results, pledges, certificates; the join of the house."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from assessments.models.grades import Result
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from cohorts.enums import CohortState
from cohorts.models.enrollment import Enrollment
from dashboards.domain.home import Attended, attend
from people.models.accounts import User
from people.models.elections import Seat
from people.roles import Scope

VIEW = "reports.view"
Entry = TypeVar("Entry", Result, Pledge, Certificate)


@dataclass(frozen=True)
class ClassRecord:
    """A class with what came of it."""

    attended: Attended
    results: Sequence[Result]
    pledges: Sequence[Pledge]
    certificates: Sequence[Certificate]


@dataclass(frozen=True)
class Record:
    """What the reader's scope shows of a person."""

    person: User
    seats: Sequence[Seat]
    classes: Sequence[ClassRecord]


def record_of(person: User, scope: Scope, *, at: datetime) -> Record:
    """The record of a person, as far as the scope goes; the same number of queries for any number of classes."""
    seats = Seat.objects.visible_to(scope, VIEW).filter(person=person).select_related("unit", "term")
    enrollments = list(
        Enrollment.objects.filter(scope.within(VIEW, "unit__path"), person=person)
        .exclude(cohort__state=CohortState.DRAFT)
        .select_related("cohort", "unit")
        .order_by("-cohort__starts_on", "pk")
    )
    results = _by_enrollment(Result.objects.filter(enrollment__in=enrollments).select_related("sitting").order_by("pk"))
    pledges = _by_enrollment(Pledge.objects.filter(enrollment__in=enrollments).select_related("text").order_by("pk"))
    issued = _by_enrollment(Certificate.objects.filter(enrollment__in=enrollments).order_by("pk"))
    classes = [
        ClassRecord(each, results[each.enrollment.pk], pledges[each.enrollment.pk], issued[each.enrollment.pk])
        for each in attend(enrollments, at=at)
    ]
    return Record(person, list(seats.order_by("-started_on", "pk")), classes)


def _by_enrollment(rows: Iterable[Entry]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for row in rows:
        found[row.enrollment_id].append(row)
    return found
