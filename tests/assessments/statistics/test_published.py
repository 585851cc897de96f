"""The figures agree to 1e-6 with those that a publisher states for marks of its own (Moodle; see published.py)."""

from typing import Any

import pytest

from assessments.statistics.__main__ import report
from assessments.statistics.csv_file import read
from tests.assessments.statistics import published

FIGURES = ("facility", "sd", "discrimination_index", "discriminative_efficiency", "effective_weight")


def figures_of(marks: str) -> dict[str, Any]:
    return report(read(marks.encode()))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [(published.MARKS, published.ITEMS), (published.WEIGHTED_MARKS, published.WEIGHTED_ITEMS)],
    ids=["25 attempts", "22 attempts, weighted"],
)
def test_items_agree_with_moodles_published_figures(marks: str, expected: dict[str, tuple[float | None, ...]]) -> None:
    items = {item["name"]: [item[figure] for figure in FIGURES] for item in figures_of(marks)["items"]}

    assert items.keys() == expected.keys()
    for name, figures in expected.items():
        assert items[name] == [None if each is None else pytest.approx(each, rel=1e-6) for each in figures], name


def test_the_whole_agrees_with_moodles_published_figures() -> None:
    assert figures_of(published.MARKS)["test"] == pytest.approx(published.TEST, rel=1e-6)
