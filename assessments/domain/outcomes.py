"""What sittings and their resits have come to for people: the outcomes that other rooms ask for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from assessments.enums import AttemptState, MarkingState, SittingPurpose
from assessments.models.attempts import Attempt
from assessments.models.grades import Result
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment

HANDED_IN = {AttemptState.SUBMITTED, AttemptState.AUTO_SUBMITTED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sitting and its resits have come to for one enrollment, as far as it was released.

    The sitting that counts is the one that was passed; until then the newest that was published, which is the only
    one that may still be open. `attempts_left` and the window are its own.
    """

    sitting_id: int
    is_resit: bool
    passed: bool | None
    percent: Decimal | None  # the best of the whole family
    attempts_left: int
    opens_at: datetime
    closes_at: datetime  # or when an attempt under way ends, if that is later
    submitted: bool  # something was handed in whose result is not released
    unmarked: bool  # a person must still mark something that was handed in
    on_paper: bool  # a printed form is not keyed in yet


def outcomes(enrollments: Iterable[Enrollment], keys: Collection[str]) -> dict[tuple[int, str], Outcome]:
    """Return (enrollment, sitting key) → outcome for published sittings, in three queries however many people."""
    by_cohort: dict[int, list[int]] = defaultdict(list)
    for enrollment in enrollments:
        by_cohort[enrollment.cohort_id].append(enrollment.pk)
    families = _families(by_cohort, keys)
    sittings = [sitting for family in families for sitting in family]
    theirs = {"sitting__in": sittings, "enrollment__in": [pk for members in by_cohort.values() for pk in members]}
    results: dict[tuple[int, int], list[Result]] = defaultdict(list)
    for result in Result.objects.filter(**theirs).defer("sections"):
        results[result.enrollment_id, result.sitting_id].append(result)
    attempts: dict[tuple[int, int], list[Attempt]] = defaultdict(list)
    counted = Attempt.objects.counted().filter(**theirs)
    for attempt in counted.only("sitting", "enrollment", "state", "medium", "marking", "due_at"):
        attempts[attempt.enrollment_id, attempt.sitting_id].append(attempt)
    return {
        (enrollment_id, family[0].key): _outcome(
            family,
            [result for sitting in family for result in results.get((enrollment_id, sitting.pk), ())],
            [attempt for sitting in family for attempt in attempts.get((enrollment_id, sitting.pk), ())],
        )
        for family in families
        for enrollment_id in by_cohort[family[0].cohort_id]
    }


def _families(cohorts: Iterable[int], keys: Collection[str]) -> list[list[Sitting]]:
    """Each published sitting that bears one of the keys, followed by its resits in the order in which they close."""
    named = Q(key__in=keys, resit_of=None) | Q(resit_of__key__in=keys)
    families: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in (
        Sitting.objects.published()
        .exclude(purpose=SittingPurpose.PRACTICE)
        .filter(named, cohort__in=cohorts)
        .order_by("closes_at", "pk")
    ):
        families[sitting.original_id].append(sitting)
    return [sorted(family, key=lambda sitting: sitting.is_resit) for family in families.values()]


def _outcome(family: Sequence[Sitting], results: Sequence[Result], attempts: Sequence[Attempt]) -> Outcome:
    best = max(results, key=lambda result: (result.passed, result.percent), default=None)
    counts_id = best.sitting_id if best and best.passed else family[-1].pk
    sitting = next(sitting for sitting in family if sitting.pk == counts_id)
    own = [attempt for attempt in attempts if attempt.sitting_id == sitting.pk]
    waiting = [each for each in attempts if each.state in HANDED_IN and each.marking != MarkingState.RELEASED]
    return Outcome(
        sitting_id=sitting.pk,
        is_resit=sitting.is_resit,
        passed=best.passed if best else None,
        percent=best.percent if best else None,
        attempts_left=max(0, sitting.attempts_allowed - len(own)),
        opens_at=sitting.opens_at,
        closes_at=max([sitting.closes_at, *(each.due_at for each in own if each.is_in_progress and each.due_at)]),
        submitted=bool(waiting),
        unmarked=any(attempt.marking == MarkingState.NEEDS_MARKING for attempt in waiting),
        on_paper=any(each.is_on_paper and each.is_in_progress for each in attempts),
    )
