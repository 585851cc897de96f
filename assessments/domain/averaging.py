"""The average of several attempts, where that is what counts: of the whole, and of each section."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from assessments.domain.percentages import HUNDREDTH, percent_of
from assessments.kinds.base import ZERO
from assessments.models.attempts import Attempt

TOTAL = Decimal("1E-9")
"""The places in which a total is kept."""


def average(attempts: Sequence[Attempt], *, pass_percent: Decimal) -> dict[str, Any]:
    """Return what scored attempts come to together, by the names of a result's fields.

    The percentage is the mean of the unrounded ones (drawn papers may be of different totals), and passing is decided
    on it as it is shown. A section counts with the mean of its shown percentages.
    """
    last = max(attempts, key=lambda attempt: attempt.number)
    share = sum((_share(attempt) for attempt in attempts), Fraction(0)) / len(attempts)
    percent = percent_of(Decimal(share.numerator), Decimal(share.denominator))
    sections = [_section(section, attempts) for section in last.sections]
    return {
        "total": _mean(attempt.total or ZERO for attempt in attempts).quantize(TOTAL, ROUND_HALF_UP),
        "maximum": _mean(attempt.maximum or ZERO for attempt in attempts).quantize(HUNDREDTH, ROUND_HALF_UP),
        "percent": percent,
        "sections": sections,
        "passed": percent >= pass_percent and all(section["passed"] for section in sections),
    }


def _share(attempt: Attempt) -> Fraction:
    """What of its points an attempt has reached, exactly."""
    return Fraction(attempt.total or 0) / Fraction(attempt.maximum) if attempt.maximum else Fraction(0)


def _section(section: dict[str, Any], attempts: Sequence[Attempt]) -> dict[str, Any]:
    """The same section in all attempts: its mean, and whether that reaches the minimum."""
    found = [each for attempt in attempts for each in attempt.sections if each["title"] == section["title"]]
    percent = _mean(Decimal(each["percent"]) for each in found).quantize(HUNDREDTH, ROUND_HALF_UP)
    is_enough = section["minimum"] is None or percent >= Decimal(section["minimum"])
    return {**section, "percent": str(percent), "passed": is_enough}


def _mean(values: Iterable[Decimal]) -> Decimal:
    numbers = list(values)
    return sum(numbers, ZERO) / len(numbers)
