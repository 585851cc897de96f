"""What attempts come to: totals, percentages, passes and their release."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain.averaging import average
from assessments.domain.percentages import percent_of
from assessments.enums import Counting, MarkingState, SittingState, Void
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.grades import ItemGrade, Result
from assessments.models.sittings import Sitting, SittingItem
from assessments.signals import results_changed, results_released
from cohorts.models.enrollment import Enrollment
from common import audit
from people.domain.notices import notify
from people.models.accounts import User

TALLIED = ["total", "maximum", "percent", "sections", "passed"]
"""The fields of an attempt that say what it comes to."""


class CannotRelease(Exception):
    """Results are not ready to be released; carries every obstacle with its count."""

    def __init__(self, obstacles: dict[str, int]) -> None:
        super().__init__(obstacles)
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True)
class Score:
    """A total and what it is of, in points."""

    total: Decimal
    maximum: Decimal

    @property
    def percent(self) -> Decimal:
        """The percentage that is shown, and on which passing is decided."""
        return percent_of(self.total, self.maximum)


def score(*, attempt: Attempt) -> Attempt:
    """Write down what a wholly graded attempt comes to, and where its marking stands; the total is not rounded."""
    grades = ItemGrade.objects.in_force().filter(item__attempt=attempt).select_related("item__item")
    in_order = grades.order_by("item__item__position")
    tally(attempt, [(grade.item.item, grade.fraction or Decimal(0)) for grade in in_order])
    attempt.save(update_fields=[*TALLIED, "marking"])
    return attempt


def unscore(*, attempt: Attempt) -> Attempt:
    """Take away what an attempt came to, while one of its answers waits for a mark; write where its marking stands."""
    attempt.total = attempt.maximum = attempt.percent = attempt.passed = None
    attempt.sections = []
    attempt.save(update_fields=[*TALLIED, "marking"])
    return attempt


def tally(attempt: Attempt, rows: Iterable[tuple[SittingItem, Decimal]]) -> None:
    """Set on an attempt what its questions, in order, come to; removed ones count neither way. Writes nothing."""
    counted = [row for row in rows if row[0].void != Void.REMOVED]
    whole = _score_of(counted)
    attempt.total, attempt.maximum, attempt.percent = whole.total, whole.maximum, whole.percent
    attempt.sections = _section_scores(counted)
    reached = whole.percent >= attempt.sitting.pass_percent
    attempt.passed = reached and all(section["passed"] for section in attempt.sections)


def release_obstacles(sitting: Sitting, *, at: datetime) -> dict[str, int]:
    """Return what keeps results from being released, as code → count."""
    running = sitting.attempts.in_progress().filter(due_at__gte=at).count()
    overdue = sitting.attempts.in_progress().filter(due_at__lt=at).count()
    on_paper = sitting.attempts.on_paper().in_progress().count()
    unmarked = AttemptItem.objects.filter(attempt__sitting=sitting, needs_marking=True).count()
    ready = sitting.attempts.filter(marking__in=[MarkingState.AUTO_GRADED, MarkingState.MARKED]).exists()
    counts = {"in-progress": running, "closing": overdue, "on-paper": on_paper, "unmarked": unmarked}
    found = {code: count for code, count in counts.items() if count}
    return found if found or ready else {"nothing-new": 1}


def release(*, sitting: Sitting, by: User, at: datetime) -> list[Result]:
    """Release every final result of a sitting that was not released yet, and tell the people whom it concerns."""
    with transaction.atomic():
        # Touching the row first makes a second press wait, and then find nothing new.
        Sitting.objects.filter(pk=sitting.pk).update(state=SittingState.RELEASED)
        obstacles = release_obstacles(sitting, at=at)
        if set(obstacles) == {"nothing-new"} and sitting.released_at:
            return []
        if obstacles:
            raise CannotRelease(obstacles)
        released = _release_ready(sitting, at)
        Sitting.objects.filter(pk=sitting.pk).update(released_at=at)
        _announce(sitting, released, at)
        audit.record("assessments.results_released", subject=sitting, user=by, count=len(released))
        enrollment_ids = [result.enrollment_id for result in released]
        transaction.on_commit(
            lambda: results_released.send(Sitting, sitting_id=sitting.pk, enrollment_ids=enrollment_ids)
        )
    sitting.refresh_from_db()
    return released


def show_practice(*, attempt: Attempt) -> None:
    """Let somebody see at once what practice came to. No `Result` is written: it counts for nothing, anywhere."""
    attempt.marking = MarkingState.RELEASED
    attempt.save(update_fields=["marking"])


def recount(*, sitting: Sitting, enrollment_ids: Collection[int]) -> list[Result]:
    """Bring released results up to their attempts, inside a transaction; return those that differ."""
    attempts: dict[int, list[Attempt]] = {}
    for attempt in sitting.attempts.filter(enrollment__in=enrollment_ids, marking=MarkingState.RELEASED):
        attempts.setdefault(attempt.enrollment_id, []).append(attempt)
    changed = []
    for result in Result.objects.filter(sitting=sitting, enrollment__in=attempts).select_related("attempt"):
        fields = _result_fields(sitting, attempts[result.enrollment_id], result.released_at)
        if any(getattr(result, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(result, name, value)
            result.save(update_fields=list(fields))
            changed.append(result)
    return changed


def announce_change(*, sitting: Sitting, changed: Sequence[Result], cause: str, at: datetime) -> None:
    """Tell the people whose released results have changed, and the rooms above, after commit."""
    if not changed:
        return
    _announce(sitting, changed, at, changed_by=cause)
    ids = [result.enrollment_id for result in changed]
    transaction.on_commit(lambda: results_changed.send(Sitting, sitting_id=sitting.pk, enrollment_ids=ids))


def counting_attempt(attempts: Sequence[Attempt], counting: str) -> Attempt:
    """Return the attempt that counts among scored ones; of two equally good ones the earlier.

    An average is kept with the last.
    """
    in_order = sorted(attempts, key=lambda attempt: attempt.number)
    match counting:
        case Counting.FIRST:
            return in_order[0]
        case Counting.LAST | Counting.AVERAGE:
            return in_order[-1]
        case _:
            return max(in_order, key=lambda attempt: (attempt.passed, attempt.percent, -attempt.number))


def _score_of(rows: Iterable[tuple[SittingItem, Decimal]]) -> Score:
    total = maximum = Decimal(0)
    for item, fraction in rows:
        total += fraction * item.points
        maximum += item.points
    return Score(total, maximum)


def _section_scores(rows: list[tuple[SittingItem, Decimal]]) -> list[dict[str, Any]]:
    titles = dict.fromkeys(row[0].section for row in rows if row[0].section)
    return [_section_score(title, [row for row in rows if row[0].section == title]) for title in titles]


def _section_score(title: str, rows: list[tuple[SittingItem, Decimal]]) -> dict[str, Any]:
    minimum = rows[0][0].section_minimum
    percent = _score_of(rows).percent
    return {
        "title": title,
        "percent": str(percent),
        "minimum": None if minimum is None else str(minimum),
        "passed": minimum is None or percent >= minimum,
    }


def _release_ready(sitting: Sitting, at: datetime) -> list[Result]:
    final = [MarkingState.AUTO_GRADED, MarkingState.MARKED]
    people = set(sitting.attempts.filter(marking__in=final).values_list("enrollment_id", flat=True))
    sitting.attempts.filter(marking__in=final).update(marking=MarkingState.RELEASED)
    by_enrollment: dict[int, list[Attempt]] = {}
    for attempt in sitting.attempts.filter(enrollment__in=people, marking=MarkingState.RELEASED):
        by_enrollment.setdefault(attempt.enrollment_id, []).append(attempt)
    return [
        Result.objects.update_or_create(
            sitting=sitting,
            enrollment_id=enrollment_id,
            defaults=_result_fields(sitting, attempts, at),
        )[0]
        for enrollment_id, attempts in by_enrollment.items()
    ]


def _result_fields(sitting: Sitting, attempts: Sequence[Attempt], at: datetime) -> dict[str, Any]:
    counting = counting_attempt(attempts, sitting.counting)
    fields = {"attempt": counting, **{name: getattr(counting, name) for name in TALLIED}, "released_at": at}
    if sitting.counting == Counting.AVERAGE:
        fields |= average(attempts, pass_percent=sitting.pass_percent)
    return fields


def _announce(sitting: Sitting, results: Sequence[Result], at: datetime, *, changed_by: str = "") -> None:
    people = Enrollment.objects.select_related("person").in_bulk([result.enrollment_id for result in results])
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Your result has changed: %(name)s") if changed_by else _("Your result: %(name)s")
        subject = words % {"name": sitting.name}
    for result in results:
        key = (
            f"result-changed-{changed_by}-{result.attempt_id}" if changed_by else f"result-released-{result.attempt_id}"
        )
        notify(
            recipient=people[result.enrollment_id].person,
            key=key,
            subject=subject,
            url=reverse("assessments:attempt-result", args=[result.attempt.uuid]),
            at=at,
        )
