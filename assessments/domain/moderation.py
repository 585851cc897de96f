"""How the markers of a sitting compare: who marks how much, how strictly, and where two differ most.

Only final answers are counted, so that nobody who may still mark learns what another gave; of the takers nothing is
said but the number of the paper.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments.domain.settling import HUNDRED, agree
from assessments.kinds.base import ZERO
from assessments.models.marks import Mark
from assessments.models.sittings import Sitting

HUNDREDTH = Decimal("0.01")
MOST_DIFFERENT = 10


@dataclass(frozen=True, slots=True)
class MarkerFigures:
    """What one marker gave, in per cent of the points; None where there is too little to tell."""

    name: str
    count: int
    mean: Decimal
    spread: Decimal | None
    compared: int
    agreed: int
    lean: Decimal | None  # how much higher than the other marker, on average


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that two people marked: what each gave, in points, and by how much per cent they differ."""

    code: str
    position: int
    points: Decimal
    given: tuple[tuple[str, Decimal], ...]  # marker's name and points, in the order of the seats
    percent: Decimal
    is_settled_by_third: bool


@dataclass(frozen=True, slots=True)
class Moderation:
    """The figures of each marker, and the answers on which two differ most."""

    markers: list[MarkerFigures]
    differences: list[Difference]
    doubly: int
    by_third: int


def moderation(sitting: Sitting) -> Moderation:
    """Return how the markers of a sitting compare, in one query."""
    answers = _final_marks(sitting)
    doubly = [marks for marks in answers if len(marks) > 1]
    differences = sorted((_difference(marks) for marks in doubly), key=lambda each: (-each.percent, each.code))
    return Moderation(
        markers=_figures(answers, sitting.marking_threshold),
        differences=[each for each in differences if each.percent][:MOST_DIFFERENT],
        doubly=len(doubly),
        by_third=sum(len(marks) > 2 for marks in doubly),
    )


def _final_marks(sitting: Sitting) -> list[list[Mark]]:
    """The marks of each final answer, in the order of the seats."""
    marks = (
        Mark.objects.in_force()
        .filter(seat__asked__item__attempt__sitting=sitting, seat__asked__item__needs_marking=False)
        .select_related("seat__marker", "seat__asked__item__item", "seat__asked__item__attempt")
        .order_by("seat__asked", "seat__number")
    )
    by_answer: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_answer[mark.seat.asked_id].append(mark)
    return list(by_answer.values())


def _figures(answers: Sequence[Sequence[Mark]], threshold: Decimal) -> list[MarkerFigures]:
    given: dict[int, list[Decimal]] = defaultdict(list)
    beside: dict[int, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    names: dict[int, str] = {}
    for marks in answers:
        for mark in marks:
            names[mark.seat.marker_id] = mark.seat.marker.name
            given[mark.seat.marker_id].append(mark.fraction)
        for mine, other in _pairs(marks):
            beside[mine.seat.marker_id].append((mine.fraction, other.fraction))
    found = [_marker(names[pk], given[pk], beside[pk], threshold) for pk in given]
    return sorted(found, key=lambda each: (-each.count, each.name))


def _pairs(marks: Sequence[Mark]) -> Iterable[tuple[Mark, Mark]]:
    """The first two markers beside each other; a third decides and is compared with nobody."""
    return [(marks[0], marks[1]), (marks[1], marks[0])] if len(marks) > 1 else []


def _marker(
    name: str, given: Sequence[Decimal], pairs: Sequence[tuple[Decimal, Decimal]], threshold: Decimal
) -> MarkerFigures:
    mean = sum(given, ZERO) / len(given)
    squares = sum(((each - mean) ** 2 for each in given), ZERO)
    return MarkerFigures(
        name=name,
        count=len(given),
        mean=_percent(mean),
        spread=_percent((squares / (len(given) - 1)).sqrt()) if len(given) > 1 else None,
        compared=len(pairs),
        agreed=sum(agree(mine, other, threshold=threshold) for mine, other in pairs),
        lean=_percent(sum((mine - other for mine, other in pairs), ZERO) / len(pairs)) if pairs else None,
    )


def _difference(marks: Sequence[Mark]) -> Difference:
    item = marks[0].seat.asked.item
    return Difference(
        code=item.attempt.code,
        position=item.position,
        points=item.item.points,
        given=tuple((mark.seat.marker.name, _points(mark.fraction * item.item.points)) for mark in marks),
        percent=_percent(abs(marks[0].fraction - marks[1].fraction)),
        is_settled_by_third=len(marks) > 2,
    )


def _percent(fraction: Decimal) -> Decimal:
    return (fraction * HUNDRED).quantize(HUNDREDTH, ROUND_HALF_UP)


def _points(points: Decimal) -> Decimal:
    return points.quantize(HUNDREDTH, ROUND_HALF_UP)
