"""Settling (裁定): what two or three independent marks come to. Pure arithmetic, in Decimal.

The rule: |a − b| ≤ threshold → the mean, half up to the step; else a third marker decides.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from assessments.kinds.base import ZERO, fraction_of

HUNDRED = Decimal(100)
TWO = Decimal(2)


def agree(first: Decimal, second: Decimal, *, threshold: Decimal) -> bool:
    """Tell whether two fractions lie no further apart than the threshold, in per cent of the points."""
    return abs(first - second) * HUNDRED <= threshold


def mean_of(first: Decimal, second: Decimal, *, points: Decimal, step: Decimal) -> Decimal:
    """Return the fraction whose points are the mean of two, half up to the step and never above all of them."""
    mean = (first + second) / TWO * points
    steps = (mean / step).quantize(Decimal(1), ROUND_HALF_UP)
    return fraction_of(min(steps * step, points) / points)


def mean_levels(marks: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the mean level of each criterion, as text: what the trainee sees of how he was judged."""
    return {
        criterion: f"{(sum((Decimal(each[criterion]) for each in marks), ZERO) / len(marks)).normalize():f}"
        for criterion in marks[0]
    }
