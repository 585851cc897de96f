"""Figures of a whole test: where they are defined and where not."""

from decimal import Decimal

import pytest

from assessments.statistics.sheet import Sheet
from assessments.statistics.whole import WholeFigures, whole_figures
from tests.assessments.statistics.test_items import sheet_of


def whole(*rows: str) -> WholeFigures:
    return whole_figures(sheet_of(*rows))


def test_nobody_has_no_figures() -> None:
    assert whole_figures(Sheet(("a",), (Decimal(1),), ())) == WholeFigures(0, *[None] * 8)


def test_one_attempt_has_a_mean_and_a_median_alone() -> None:
    assert whole("1 2") == WholeFigures(1, 3, 3, *[None] * 6)


def test_two_attempts_have_no_skewness_and_three_no_kurtosis() -> None:
    two, three, four = (whole(*["1 2", "0 0", "1 1", "0 2"][:n]) for n in (2, 3, 4))

    assert (two.skewness, two.kurtosis) == (None, None)
    assert three.skewness is not None
    assert three.kurtosis is None
    assert four.kurtosis is not None


def test_equal_totals_have_a_deviation_of_nought_and_no_shape() -> None:
    figures = whole(*["1 0", "0 1"] * 3)

    assert (figures.mean, figures.sd) == (1, 0)
    assert figures.skewness is figures.kurtosis is figures.cic is figures.error_ratio is figures.standard_error is None


def test_one_item_has_no_consistency() -> None:
    figures = whole("1", "0", "1", "1")

    assert figures.sd == pytest.approx(0.5)
    assert figures.cic is figures.error_ratio is figures.standard_error is None


def test_consistency_may_be_perfect() -> None:
    figures = whole("1 1", "0 0", "1 1")

    assert (figures.cic, figures.error_ratio, figures.standard_error) == (100, 0, 0)


def test_consistency_may_be_negative_and_the_error_then_exceeds_the_deviation() -> None:
    figures = whole("1 0", "0 2", "1 1")

    assert figures.cic is not None
    assert figures.cic < 0
    assert figures.error_ratio is not None
    assert figures.error_ratio > 100


def test_attempts_at_different_items_have_no_consistency() -> None:
    assert whole("1 1", "0 0", "- 1").cic is None


def test_a_tail_to_the_left_is_negative() -> None:
    left, right = whole("9", "9", "9", "0").skewness, whole("0", "0", "0", "9").skewness

    assert (left, right) == (pytest.approx(-2), pytest.approx(2))
