"""What waits for authors and reviewers: courses of their own, drafts, pages submitted for review, question banks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import TaskState

from assessments.models.banks import Bank
from courses.models.catalogue import CoursePage
from courses.models.modules import ModulePage
from people.models.accounts import User
from people.roles import Scope


@dataclass(frozen=True)
class OwnCourse:
    """A course with how many of its modules are published, and how many have words that nobody sees yet."""

    page: CoursePage
    published: int
    drafts: int


@dataclass(frozen=True)
class Workshop:
    """What a trainer or a reviewer finds on the desk."""

    courses: Sequence[OwnCourse]
    reviews: Sequence[TaskState]
    banks: Sequence[Bank]


def workshop_of(person: User, scope: Scope) -> Workshop:
    """The workshop of a person; the same number of queries for any number of courses and banks."""
    return Workshop(
        courses=_courses(person) if scope.may_anywhere("courses.author") else [],
        reviews=_reviews() if scope.may_anywhere("courses.publish") else [],
        banks=list(Bank.objects.visible_to(scope).with_counts().select_related("unit")),
    )


def _courses(person: User) -> list[OwnCourse]:
    """Courses that the person made, or in which they made a module."""
    own = ModulePage.objects.filter(owner=person).values_list("path", flat=True)
    above = {path[: -ModulePage.steplen] for path in own}
    courses = list(CoursePage.objects.filter(Q(owner=person) | Q(path__in=above)).order_by("path"))
    modules = ModulePage.objects.filter(_below(courses)).values_list("path", "live", "has_unpublished_changes")
    states: dict[str, list[tuple[bool, bool]]] = {course.path: [] for course in courses}
    for path, live, has_draft in modules:
        states[path[: -ModulePage.steplen]].append((live, has_draft))
    return [
        OwnCourse(
            course,
            published=sum(live for live, _ in states[course.path]),
            drafts=sum(has_draft or not live for live, has_draft in states[course.path]),
        )
        for course in courses
    ]


def _below(courses: Sequence[CoursePage]) -> Q:
    condition = Q(pk__in=[])
    for course in courses:
        condition |= Q(path__startswith=course.path, depth=course.depth + 1)
    return condition


def _reviews() -> list[TaskState]:
    """Pages that were handed in and wait for a decision, the oldest first."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    return list(waiting.select_related("workflow_state", "revision").order_by("started_at"))
