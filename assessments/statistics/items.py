"""What the marks of one item say: how hard it was, and whether it tells good candidates from weak ones.

Classical test theory, with the definitions of Moodle's quiz statistics and the 难度 and 区分度 of Chinese textbooks.
A figure is None where it has no meaning. Formulas and scales: docs/reference/statistics.md.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import moments
from .moments import Marks
from .sheet import Column, Sheet

LEAST_FOR_GROUPS = 30
GROUP_PERCENT = 27


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """The figures of one item. `facility` and `difference` (区分度 D) are shares, the rest but `sd` per cent."""

    name: str
    n: int
    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None
    intended_weight: float | None
    difference: float | None


def item_figures(sheet: Sheet) -> list[ItemFigures]:
    """Return the figures of every item of a sheet."""
    roots = [_root_of_covariance(column, sheet.unit) if sheet.is_complete else None for column in sheet.columns]
    sum_of_roots = math.fsum(root for root in roots if root is not None)
    reach = sum(column.maximum for column in sheet.columns) if sheet.reach is None else sheet.reach * sheet.unit
    return [
        figures_of(column, unit=sheet.unit, share=_share(root, sum_of_roots), reach=Fraction(reach))
        for column, root in zip(sheet.columns, roots, strict=True)
    ]


def figures_beside(maximum: Decimal, rows: Iterable[tuple[Decimal, Decimal]]) -> ItemFigures:
    """Return the figures of one item, given as (mark, rest of the attempt); it has no weight, as no test is at hand."""
    sheet = Sheet(("item", "rest"), (maximum, Decimal(0)), tuple(rows))
    return figures_of(sheet.columns[0], unit=sheet.unit)


def figures_of(column: Column, *, unit: int, share: float | None = None, reach: Fraction | None = None) -> ItemFigures:
    """Return the figures of one item; its weights need the other items and are given from outside."""
    variance = moments.variance(column.marks)
    return ItemFigures(
        name=column.name,
        n=len(column.marks),
        facility=_facility(column),
        sd=None if variance is None else math.sqrt(variance / unit**2),
        discrimination_index=_discrimination_index(column),
        discriminative_efficiency=_discriminative_efficiency(column),
        effective_weight=share,
        intended_weight=float(100 * column.maximum / reach) if reach else None,
        difference=_difference(column),
    )


def _facility(column: Column) -> float | None:
    mean = moments.mean(column.marks)
    return None if mean is None or column.maximum <= 0 else float(mean / column.maximum)


def _discrimination_index(column: Column) -> float | None:
    rests = column.rests
    together = moments.covariance(column.marks, rests)
    spread = (moments.variance(column.marks) or 0) * (moments.variance(rests) or 0)
    if together is None or not spread:
        return None
    return 100 * moments.signed_root(together**2 / spread, together)


def _discriminative_efficiency(column: Column) -> float | None:
    rests = column.rests
    together = moments.covariance(column.marks, rests)
    best = moments.covariance(sorted(column.marks), sorted(rests))
    return float(100 * together / best) if together is not None and best else None


def _root_of_covariance(column: Column, unit: int) -> float | None:
    """The root on which effective weights rest; an item that pulls against the total has none."""
    together = moments.covariance(column.marks, column.totals)
    return None if together is None or together < 0 else math.sqrt(together / unit**2)


def _share(root: float | None, whole: float) -> float | None:
    return 100 * root / whole if root is not None and whole else None


def _difference(column: Column) -> float | None:
    """区分度 D: the best 27 % by total against the worst 27 %; of equal totals the earlier attempt stands first."""
    n = len(column.marks)
    if n < LEAST_FOR_GROUPS or column.maximum <= 0:
        return None
    size = (GROUP_PERCENT * n + 50) // 100
    ranked = sorted(range(n), key=lambda place: -column.totals[place])
    best: Marks = [column.marks[place] for place in ranked[:size]]
    worst: Marks = [column.marks[place] for place in ranked[-size:]]
    return float(Fraction(sum(best) - sum(worst), size * column.maximum))
