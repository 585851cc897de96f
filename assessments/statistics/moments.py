"""Sums of marks, exactly: marks are whole numbers of a common unit, and only a final root or quotient is a float.

Counted in whole numbers, equal marks have a variance of nought and not of 1e-17, so "no variance, no index" needs no
tolerance. The formulas are those of unbiased k-statistics (R. A. Fisher, 1930).
"""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

Marks = Sequence[int]


def unit_of(values: Iterable[Decimal]) -> int:
    """Return how many units a mark of 1 has, so that each of the values is a whole number of them."""
    return math.lcm(*(value.as_integer_ratio()[1] for value in values))


def in_units(value: Decimal, unit: int) -> int:
    """Return a mark as a whole number of units."""
    numerator, denominator = value.as_integer_ratio()
    return numerator * (unit // denominator)


def mean(marks: Marks) -> Fraction | None:
    """Return the mean; of nothing there is none."""
    return Fraction(sum(marks), len(marks)) if marks else None


def median(marks: Marks) -> Fraction | None:
    """Return the middle mark, or the mean of the two in the middle."""
    if not marks:
        return None
    in_order, middle = sorted(marks), len(marks) // 2
    if len(marks) % 2:
        return Fraction(in_order[middle])
    return Fraction(in_order[middle - 1] + in_order[middle], 2)


def covariance(xs: Marks, ys: Marks) -> Fraction | None:
    """Return the covariance with n - 1; one pair has none."""
    n = len(xs)
    if n < 2:
        return None
    products = sum(x * y for x, y in zip(xs, ys, strict=True))
    return Fraction(n * products - sum(xs) * sum(ys), n * (n - 1))


def variance(xs: Marks) -> Fraction | None:
    """Return the variance with n - 1, which is k2."""
    return covariance(xs, xs)


def skewness(marks: Marks) -> float | None:
    """Return k3 / k2^1.5: from three marks on, where they differ."""
    n, k2 = len(marks), variance(marks)
    if n < 3 or not k2:
        return None
    s1, s2, s3 = (sum(mark**power for mark in marks) for power in (1, 2, 3))
    k3 = Fraction(2 * s1**3 - 3 * n * s1 * s2 + n**2 * s3, n * (n - 1) * (n - 2))
    return signed_root(k3 * k3 / k2**3, k3)


def kurtosis(marks: Marks) -> float | None:
    """Return k4 / k2²: from four marks on, where they differ; a normal distribution has 0."""
    n, k2 = len(marks), variance(marks)
    if n < 4 or not k2:
        return None
    s1, s2, s3, s4 = (sum(mark**power for mark in marks) for power in (1, 2, 3, 4))
    k4 = Fraction(
        n**2 * (n + 1) * s4 - 4 * n * (n + 1) * s1 * s3 - 3 * n * (n - 1) * s2**2 + 12 * n * s1**2 * s2 - 6 * s1**4,
        n * (n - 1) * (n - 2) * (n - 3),
    )
    return float(k4 / k2**2)


def signed_root(square: Fraction, sign: Fraction) -> float:
    """Return the root of a square, with the sign that squaring took away."""
    return math.copysign(math.sqrt(square), sign)
