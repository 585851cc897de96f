"""Marking by people: a queue of written answers, a rubric per answer, and never one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from assessments.domain import results
from assessments.enums import AttemptState, MarkingState
from assessments.kinds import case_analysis
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.sittings import Sitting
from common import audit
from people.models.accounts import User
from people.roles import Scope


class AlreadyMarked(Exception):
    """Another marker was faster, or the result has been released; nothing was written."""


@dataclass(frozen=True, slots=True)
class Pile:
    """The written answers of one sitting: how many wait for this marker, and how many are done."""

    sitting: Sitting
    waiting: int
    done: int


def markable(scope: Scope, *, marker: User) -> QuerySet[AttemptItem]:
    """Return the written answers this person may mark: of units in scope, handed in, and not by himself."""
    return (
        AttemptItem.objects.filter(scope.within("marking.mark", "attempt__sitting__cohort__unit__path"))
        .filter(attempt__state__in=[AttemptState.SUBMITTED, AttemptState.AUTO_SUBMITTED])
        .filter(grades__state="needs_marking")
        .exclude(attempt__enrollment__person=marker)
    )


def piles(scope: Scope, *, marker: User) -> list[Pile]:
    """Return the sittings with written answers, those with most work first, in two queries."""
    counted = (
        markable(scope, marker=marker).order_by().values("attempt__sitting", "needs_marking").annotate(n=Count("pk"))
    )
    counts: dict[int, dict[bool, int]] = {}
    for row in counted:
        counts.setdefault(row["attempt__sitting"], {})[row["needs_marking"]] = row["n"]
    sittings = Sitting.objects.filter(pk__in=counts).select_related("cohort")
    found = [Pile(each, counts[each.pk].get(True, 0), counts[each.pk].get(False, 0)) for each in sittings]
    return sorted(found, key=lambda pile: (-pile.waiting, pile.sitting.opens_at))


def next_item(scope: Scope, *, marker: User, sitting: Sitting, after: int = 0) -> AttemptItem | None:
    """Return the next waiting answer of a sitting, from `after` on and then from the beginning."""
    waiting = markable(scope, marker=marker).filter(attempt__sitting=sitting, needs_marking=True).order_by("pk")
    return waiting.filter(pk__gt=after).first() or waiting.first()


def last_marked(*, marker: User, sitting: Sitting) -> AttemptItem | None:
    """Return the answer this person marked last in a sitting, while it may still be corrected."""
    grades = ItemGrade.objects.filter(marker=marker, item__attempt__sitting=sitting)
    newest = grades.exclude(item__attempt__marking=MarkingState.RELEASED).order_by("-graded_at", "-pk")
    grade = newest.select_related("item").first()
    return grade.item if grade else None


def current_grade(item: AttemptItem) -> ItemGrade:
    """Return the grade in force of a handed-in item."""
    return item.grades.latest("number")


def mark(
    *, item: AttemptItem, marker: User, levels: Mapping[str, Decimal], comment: str, based_on: int, at: datetime
) -> ItemGrade:
    """Mark an answer by its rubric, or correct one's own mark before release. `based_on` is the grade that was seen."""
    outcome = case_analysis.mark(item.item.snapshot, levels)
    written = {key: str(score) for key, score in levels.items()}
    newest = current_grade(item)
    if newest.marker_id == marker.pk and newest.levels == written and newest.comment == comment:
        return newest  # The same press twice.
    if not _may_mark(item, newest, marker, based_on):
        raise AlreadyMarked
    try:
        with transaction.atomic():
            grade = ItemGrade.objects.create(
                item=item,
                number=based_on + 1,
                fraction=outcome.fraction,
                state=outcome.state,
                levels=written,
                comment=comment,
                marker=marker,
                graded_at=at,
            )
            AttemptItem.objects.filter(pk=item.pk).update(needs_marking=False)
            _settle(item.attempt)
            audit.record("assessments.item_marked", subject=item.attempt, user=marker, position=item.position)
    except IntegrityError as error:
        raise AlreadyMarked from error
    return grade


def _may_mark(item: AttemptItem, newest: ItemGrade, marker: User, based_on: int) -> bool:
    is_own_answer = item.attempt.enrollment.person_id == marker.pk
    is_others_mark = newest.marker_id not in {None, marker.pk}
    return newest.number == based_on and not (is_own_answer or is_others_mark or item.attempt.is_released)


def _settle(attempt: Attempt) -> None:
    """Score the attempt once its last answer is marked."""
    if attempt.items.filter(needs_marking=True).exists():
        return
    unreleased = Attempt.objects.filter(pk=attempt.pk).exclude(marking=MarkingState.RELEASED)
    if unreleased.update(marking=MarkingState.MARKED) != 1:
        raise AlreadyMarked
    attempt.marking = MarkingState.MARKED
    results.score(attempt=attempt)
