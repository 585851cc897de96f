"""Calibration: before marking begins, every marker marks the same few answers, and then sees how the others did.

Nobody sees what others gave before all of his own are in. What is given here counts for nobody: the answers are marked
for real later, like any other.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from assessments.domain.settling import HUNDRED
from assessments.enums import Void
from assessments.kinds import case_analysis
from assessments.kinds.base import ZERO, State
from assessments.models.attempts import Answer, AttemptItem
from assessments.models.calibration import LEAST, MOST, CalibrationAnswer, CalibrationMark, CalibrationSet
from assessments.models.grades import ItemGrade
from assessments.models.marks import MarkerSeat
from assessments.models.sittings import Sitting, SittingItem
from common import audit
from people.models.accounts import User

HUNDREDTH = Decimal("0.01")


class CannotCalibrate(Exception):
    """The set cannot be chosen; `code` says why, and nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the rubric: the level that was given, what it says, and the mean of the others."""

    name: str
    own: str
    words: str
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One answer as the marker marked it, beside the others; in points."""

    answer: CalibrationAnswer
    points: Decimal
    own: Decimal
    others: int
    mean: Decimal | None
    spread: Decimal | None
    criteria: list[Criterion]


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a marker was from the mean of all, on average, in per cent of the points; above it is positive."""

    name: str
    count: int
    distance: Decimal
    lean: Decimal


def written_items(sitting: Sitting) -> QuerySet[Any]:
    """Return the questions of a sitting that have written answers, each with how many are `chosen` to compare on."""
    written = sitting.items.filter(snapshot__kind="case_analysis", void=Void.NONE)
    counted = written.filter(Exists(_written(OuterRef("pk")))).annotate(chosen=Count("calibration__answers"))
    return counted.select_related("key_version")


def candidates(item: SittingItem) -> QuerySet[Any]:
    """Return the answers of a question from which the set is chosen, each with its `text` and whether it `is_chosen`.

    Their order says nothing of their takers.
    """
    text = Answer.objects.in_force().filter(item=OuterRef("pk")).values("response__text")[:1]
    chosen = Exists(CalibrationAnswer.objects.filter(answer=OuterRef("pk")))
    found = _written(item.pk).annotate(text=Subquery(text), is_chosen=chosen)
    return found.select_related("attempt").order_by("attempt__uuid")


def choose(*, item: SittingItem, answers: Collection[AttemptItem], by: User, at: datetime) -> CalibrationSet:
    """Set the answers that markers mark first; as long as nobody has marked any, others may be chosen instead."""
    if not LEAST <= len(answers) <= MOST:
        raise CannotCalibrate("how-many")
    with transaction.atomic():
        item.sitting.attempts.update(number=F("number"))  # A first mark waits, or this waits for it.
        if MarkerSeat.objects.filter(asked__item__item=item).exists():
            raise CannotCalibrate("marking-begun")
        before = CalibrationAnswer.objects.filter(calibration__item=item)
        if CalibrationMark.objects.filter(answer__in=before).exists():
            raise CannotCalibrate("calibration-begun")
        before.delete()
        chosen, _ = CalibrationSet.objects.update_or_create(item=item, defaults={"chosen_by": by, "chosen_at": at})
        CalibrationAnswer.objects.bulk_create(
            CalibrationAnswer(calibration=chosen, number=number, answer=answer)
            for number, answer in enumerate(answers, start=1)
        )
        audit.record("assessments.calibration_chosen", subject=item.sitting, user=by, answers=len(answers))
    return chosen


def waiting(*, marker: User) -> QuerySet[CalibrationAnswer]:
    """Return the answers that this person is still to mark first: not his own, and none that he keyed in."""
    own = CalibrationMark.objects.filter(answer=OuterRef("pk"), marker=marker)
    keyed = Answer.objects.filter(item=OuterRef("answer"), keyed_by=marker)
    return (
        CalibrationAnswer.objects.filter(~Exists(own), ~Exists(keyed), answer__item__void=Void.NONE)
        .exclude(answer__attempt__enrollment__person=marker)
        .order_by("calibration", "number")
    )


def is_asked(*, marker: User, item: SittingItem) -> bool:
    """Tell whether this person must calibrate before marking answers to this question."""
    return waiting(marker=marker).filter(calibration__item=item).exists()


def give(*, answer: CalibrationAnswer, marker: User, levels: Mapping[str, Decimal], at: datetime) -> CalibrationMark:
    """Keep what a marker gives for one of the answers; a second press returns what was given first."""
    item = answer.answer
    outcome = case_analysis.mark(item.item.key, levels)
    try:
        with transaction.atomic():
            mark = CalibrationMark.objects.create(
                answer=answer,
                marker=marker,
                taker_id=item.attempt.enrollment.person_id,
                fraction=outcome.fraction or ZERO,
                levels={key: str(score) for key, score in levels.items()},
                marked_at=at,
            )
            audit.record("assessments.calibration_marked", subject=item.attempt, user=marker, position=item.position)
    except IntegrityError:
        return CalibrationMark.objects.get(answer=answer, marker=marker)
    return mark


def comparison(*, calibration: CalibrationSet, marker: User) -> list[Compared]:
    """Return each answer as this person marked it beside the others; nothing before all of his own are in."""
    if waiting(marker=marker).filter(calibration=calibration).exists():
        return []
    marks = CalibrationMark.objects.filter(answer__calibration=calibration)
    by_answer: defaultdict[int, list[CalibrationMark]] = defaultdict(list)
    for mark in marks.select_related("answer__answer__item__key_version", "answer__answer__attempt"):
        by_answer[mark.answer_id].append(mark)
    compared = (_compared(found, marker) for found in by_answer.values())
    return sorted((each for each in compared if each), key=lambda each: each.answer.number)


def distances(sitting: Sitting) -> list[Distance]:
    """Return how far each marker of a sitting was from the mean of all, over answers that at least two have marked."""
    marks = CalibrationMark.objects.filter(answer__calibration__item__sitting=sitting).select_related("marker")
    by_answer: defaultdict[int, list[CalibrationMark]] = defaultdict(list)
    for mark in marks.order_by("pk"):
        by_answer[mark.answer_id].append(mark)
    apart: defaultdict[User, list[Decimal]] = defaultdict(list)
    for found in by_answer.values():
        mean = _mean([mark.fraction for mark in found])
        for mark in found if len(found) > 1 else ():
            apart[mark.marker].append(mark.fraction - mean)
    return sorted((_distance(marker, each) for marker, each in apart.items()), key=lambda each: -each.distance)


def _written(item: Any) -> QuerySet[AttemptItem]:
    """The answers to a question that a person is to mark."""
    asked = ItemGrade.objects.filter(item=OuterRef("pk"), state=State.NEEDS_MARKING)
    return AttemptItem.objects.filter(Exists(asked), item=item)


def _compared(marks: Sequence[CalibrationMark], marker: User) -> Compared | None:
    own = next((mark for mark in marks if mark.marker_id == marker.pk), None)
    if own is None:
        return None
    others = [mark for mark in marks if mark is not own]
    item = own.answer.answer.item
    given = [mark.fraction * item.points for mark in others]
    return Compared(
        answer=own.answer,
        points=item.points,
        own=_rounded(own.fraction * item.points),
        others=len(others),
        mean=_rounded(_mean(given)) if given else None,
        spread=_rounded(_spread(given)) if len(given) > 1 else None,
        criteria=[_criterion(criterion, own, others) for criterion in item.key["criteria"]],
    )


def _criterion(criterion: Mapping[str, Any], own: CalibrationMark, others: Sequence[CalibrationMark]) -> Criterion:
    level = own.levels.get(criterion["id"], "")
    words = {each["score"]: each["text"] for each in criterion["levels"]}
    given = [Decimal(mark.levels[criterion["id"]]) for mark in others if criterion["id"] in mark.levels]
    return Criterion(criterion["name"], level, words.get(level, ""), _rounded(_mean(given)) if given else None)


def _distance(marker: User, apart: Sequence[Decimal]) -> Distance:
    return Distance(
        name=marker.name,
        count=len(apart),
        distance=_rounded(_mean([abs(each) for each in apart]) * HUNDRED),
        lean=_rounded(_mean(apart) * HUNDRED),
    )


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, ZERO) / len(values)


def _spread(values: Sequence[Decimal]) -> Decimal:
    """The standard deviation, with one less than the number of values."""
    mean = _mean(values)
    return (sum(((each - mean) ** 2 for each in values), ZERO) / (len(values) - 1)).sqrt()


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)
