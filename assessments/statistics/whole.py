"""What the totals say about the test as a whole: where they lie, how they spread, and how far they can be trusted."""

import math
from dataclasses import dataclass
from fractions import Fraction

from . import moments
from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class WholeFigures:
    """The figures of a test. Mean, median, deviation and error are in points, `cic` and `error_ratio` per cent."""

    n: int
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    cic: float | None
    error_ratio: float | None
    standard_error: float | None


def whole_figures(sheet: Sheet) -> WholeFigures:
    """Return the figures of the whole test."""
    totals, unit = sheet.totals, sheet.unit
    variance = moments.variance(totals)
    sd = None if variance is None else math.sqrt(variance / unit**2)
    consistency = _consistency(sheet)
    error = None if consistency is None else math.sqrt(1 - consistency)
    return WholeFigures(
        n=len(totals),
        mean=_points(moments.mean(totals), unit),
        median=_points(moments.median(totals), unit),
        sd=sd,
        skewness=moments.skewness(totals),
        kurtosis=moments.kurtosis(totals),
        cic=None if consistency is None else float(100 * consistency),
        error_ratio=None if error is None else 100 * error,
        standard_error=None if error is None or sd is None else error * sd,
    )


def _points(value: Fraction | None, unit: int) -> float | None:
    return None if value is None else float(value / unit)


def _consistency(sheet: Sheet) -> Fraction | None:
    """Cronbach's alpha, as a share, which may be negative: of two items or more, the same for all, and totals that
    differ."""
    items = len(sheet.columns)
    whole = moments.variance(sheet.totals)
    if items < 2 or not whole or not sheet.is_complete:
        return None
    parts = sum((moments.variance(column.marks) or Fraction(0)) for column in sheet.columns)
    return Fraction(items, items - 1) * (1 - parts / whole)
