"""A cohort from its draft to its end: prepared, opened (and so pinned), closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts.domain.covering import due_seats
from cohorts.domain.enrolling import enroll_by_rules, tell_enrolled
from cohorts.enums import CohortState, IssueMode
from cohorts.models.cohort import Cohort, CohortModule, EnrollmentRule
from cohorts.models.programme import Programme
from cohorts.models.requirements import AllOf, AtLeast, Leaf, Requirement, to_json
from cohorts.signals import cohort_opened
from courses.domain.syllabus import PinnedModule, published_modules
from courses.models.catalogue import CoursePage
from people.models.accounts import User
from people.models.organisation import OrgUnit

FINAL = "final"
"""The key by which the requirement tree knows the final examination."""


class Obstacle(StrEnum):
    """What keeps a cohort from opening."""

    NOT_A_DRAFT = "not-a-draft"
    COURSE_NOT_PUBLISHED = "course-not-published"
    NO_MODULES = "no-modules"
    TOO_FEW_MODULES = "too-few-modules"
    ALREADY_OVER = "already-over"


class CohortCannotOpen(Exception):
    """Everything that stands in the way, not only the first."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(", ".join(obstacles))
        self.obstacles = tuple(obstacles)


class CohortTaken(Exception):
    """The unit has a cohort of this name, or the programme a run of this number."""


class CohortNotDraft(Exception):
    """The cohort has opened: its settings are pinned."""


@dataclass(frozen=True)
class Plan:
    """All that an organizer decides about a cohort before it opens."""

    unit: OrgUnit
    name: str
    course: CoursePage
    organizer: User
    starts_on: date
    ends_on: date
    programme_name: str = ""
    run_number: int | None = None
    issue_mode: str = IssueMode.APPROVAL
    modules_needed: int | None = None
    with_examination: bool = True
    pledge_kinds: tuple[str, ...] = ()
    rules: tuple[EnrollmentRule, ...] = ()


@dataclass(frozen=True)
class Opening:
    """What opening a cohort would do, for the page that asks whether to."""

    modules: list[PinnedModule]
    requirements: Requirement
    enrolled_by_hand: int
    enrolled_by_rule: int
    obstacles: list[Obstacle]

    @property
    def people(self) -> int:
        """Everybody who will be in the cohort."""
        return self.enrolled_by_hand + self.enrolled_by_rule


def create_cohort(*, plan: Plan) -> Cohort:
    """A cohort in preparation, with its rules."""
    return _keep(Cohort(state=CohortState.DRAFT), plan)


def change_cohort(*, cohort: Cohort, plan: Plan) -> Cohort:
    """Change everything about a cohort that has not opened."""
    if not Cohort.objects.filter(pk=cohort.pk, state=CohortState.DRAFT).exists():
        raise CohortNotDraft
    return _keep(cohort, plan)


def opening_of(*, cohort: Cohort, at: datetime) -> Opening:
    """What opening would pin, ask for and enroll, and every obstacle to it."""
    modules = published_modules(cohort.course)
    by_hand = set(cohort.enrollments.active().values_list("person_id", flat=True))
    known = set(cohort.enrollments.values_list("person_id", flat=True))
    due = due_seats(cohort.rules.select_related("unit"), day=timezone.localdate(at))
    return Opening(
        modules=modules,
        requirements=requirements_of(cohort=cohort, positions=range(1, len(modules) + 1)),
        enrolled_by_hand=len(by_hand),
        enrolled_by_rule=len(due.keys() - known),
        obstacles=_obstacles(cohort, modules, timezone.localdate(at)),
    )


def requirements_of(*, cohort: Cohort, positions: Iterable[int]) -> Requirement:
    """The tree that the cohort's plan comes to: modules, then the examination, then the pledges."""
    modules = tuple(Leaf("module", str(position)) for position in positions)
    rest = [Leaf("result", FINAL)] if cohort.with_examination else []
    rest += [Leaf("pledge", kind) for kind in cohort.pledge_kinds]
    if cohort.modules_needed is not None and cohort.modules_needed < len(modules):
        return AllOf((AtLeast(cohort.modules_needed, modules), *rest))
    return AllOf((*modules, *rest))


@transaction.atomic
def open_cohort(*, cohort: Cohort, at: datetime) -> Cohort:
    """Open a draft: pin the published revisions and the requirements, enroll by the rules, tell everybody."""
    modules = published_modules(cohort.course)
    obstacles = _obstacles(cohort, modules, timezone.localdate(at))
    if obstacles:
        raise CohortCannotOpen(obstacles)
    tree = to_json(requirements_of(cohort=cohort, positions=range(1, len(modules) + 1)))
    opened = Cohort.objects.filter(pk=cohort.pk, state=CohortState.DRAFT).update(
        state=CohortState.OPEN, opened_at=at, requirements=tree
    )
    if not opened:
        raise CohortCannotOpen([Obstacle.NOT_A_DRAFT])
    cohort.refresh_from_db()
    CohortModule.objects.bulk_create(
        _pinned(cohort, position, module) for position, module in enumerate(modules, start=1)
    )
    tell_enrolled(cohort=cohort, enrollments=cohort.enrollments.active().values_list("pk", flat=True), at=at)
    enroll_by_rules(cohort=cohort, at=at)
    transaction.on_commit(lambda: cohort_opened.send(Cohort, cohort_id=cohort.pk))
    return cohort


def close_cohort(*, cohort: Cohort, at: datetime) -> Cohort:
    """End an open cohort: it can be read, nothing in it moves any more. A second call changes nothing."""
    Cohort.objects.filter(pk=cohort.pk, state=CohortState.OPEN).update(state=CohortState.CLOSED, closed_at=at)
    cohort.refresh_from_db()
    return cohort


def _obstacles(cohort: Cohort, modules: Sequence[PinnedModule], today: date) -> list[Obstacle]:
    checks = {
        Obstacle.NOT_A_DRAFT: not cohort.is_draft,
        Obstacle.COURSE_NOT_PUBLISHED: not cohort.course.live,
        Obstacle.NO_MODULES: not modules,
        Obstacle.TOO_FEW_MODULES: bool(modules) and (cohort.modules_needed or 0) > len(modules),
        Obstacle.ALREADY_OVER: cohort.ends_on < today,
    }
    return [obstacle for obstacle, stands in checks.items() if stands]


def _pinned(cohort: Cohort, position: int, module: PinnedModule) -> CohortModule:
    return CohortModule(
        cohort=cohort,
        module=module.module,
        revision=module.revision,
        position=position,
        title=module.title,
        kind=module.kind,
        credit_hours=module.credit_hours,
        payload=module.payload,
    )


def _keep(cohort: Cohort, plan: Plan) -> Cohort:
    cohort.unit = plan.unit
    cohort.name = plan.name
    cohort.course = plan.course
    cohort.organizer = plan.organizer
    cohort.starts_on = plan.starts_on
    cohort.ends_on = plan.ends_on
    cohort.issue_mode = plan.issue_mode
    cohort.modules_needed = plan.modules_needed
    cohort.with_examination = plan.with_examination
    cohort.pledge_kinds = list(plan.pledge_kinds)
    cohort.run_number = plan.run_number
    try:
        with transaction.atomic():
            cohort.programme = _programme(plan)
            cohort.save()
            cohort.rules.all().delete()
            for rule in plan.rules:
                rule.pk = None
                rule.cohort = cohort
                rule.save(force_insert=True)
    except IntegrityError as error:
        raise CohortTaken from error
    return cohort


def _programme(plan: Plan) -> Programme | None:
    """The programme of that name that the unit or a unit above it runs; a new one where there is none."""
    if not plan.programme_name:
        return None
    above = [plan.unit.path[:length] for length in range(OrgUnit.steplen, len(plan.unit.path) + 1, OrgUnit.steplen)]
    known = Programme.objects.filter(name=plan.programme_name, unit__path__in=above).order_by("-unit__path").first()
    return known or Programme.objects.create(unit=plan.unit, name=plan.programme_name)
