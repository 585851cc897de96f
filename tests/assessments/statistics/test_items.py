"""Figures of items: where they are defined, where they are not, and the 27 % at either end."""

import statistics
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.statistics.guessing import guess_score
from assessments.statistics.items import ItemFigures, item_figures
from assessments.statistics.sheet import Sheet
from tests.factories.assessments import (
    case_snapshot,
    multiple_snapshot,
    single_snapshot,
    snapshot_of,
    true_false_snapshot,
)


def sheet_of(*rows: str, maxima: str = "") -> Sheet:
    """A sheet from rows such as "1 0 0.5"; a dash is an item that the attempt did not have."""
    marks = tuple(tuple(None if mark == "-" else Decimal(mark) for mark in row.split()) for row in rows)
    names = tuple(f"q{place}" for place, _ in enumerate(rows[0].split(), start=1))
    return Sheet(names, tuple(map(Decimal, maxima.split())), marks) if maxima else Sheet.without_maxima(names, marks)


def figures(*rows: str, maxima: str = "") -> list[ItemFigures]:
    return item_figures(sheet_of(*rows, maxima=maxima))


def test_one_attempt_has_a_facility_and_nothing_else() -> None:
    first, _ = figures("1 2", maxima="2 2")

    assert (first.n, first.facility) == (1, 0.5)
    assert first.sd is first.discrimination_index is first.discriminative_efficiency is first.effective_weight is None


def test_an_item_that_all_answer_alike_has_no_index() -> None:
    same, other = figures("1 0", "1 1", "1 1")

    assert (same.sd, same.effective_weight, other.effective_weight) == (0, 0, 100)
    assert same.discrimination_index is same.discriminative_efficiency is None
    assert other.discrimination_index is None  # What remains without it never varies.


def test_equal_marks_that_no_float_can_hold_do_not_vary() -> None:
    same, _ = figures("0.1 0", "0.1 1", "0.1 2")

    assert same.sd == 0
    assert same.discrimination_index is None


def test_attempts_at_different_items_have_no_effective_weights_and_the_intended_ones_of_what_one_could_reach() -> None:
    drawn = sheet_of("1 2 -", "0 - 2", "1 0 -", maxima="1 2 2")

    found = item_figures(replace(drawn, reach=Decimal(3)))

    assert [item.n for item in found] == [3, 2, 1]
    assert [item.effective_weight for item in found] == [None] * 3
    assert [item.intended_weight for item in found] == [pytest.approx(100 * part / 3) for part in (1, 2, 2)]


def test_an_item_that_pulls_against_the_total_has_no_weight() -> None:
    against, _, _ = figures("1 0 0", "0 3 3", "0 4 4")

    assert against.effective_weight is None
    assert against.discrimination_index is not None
    assert against.discrimination_index < 0


def test_an_item_worth_nothing_has_no_facility() -> None:
    nothing, _ = figures("0 1", "0 0", maxima="0 1")

    assert nothing.facility is None


def test_the_intended_weight_is_the_share_of_the_points() -> None:
    assert [item.intended_weight for item in figures("1 3", "0 0", maxima="1 3")] == [25, 75]


def test_attempts_that_did_not_have_the_item_do_not_count_for_it() -> None:
    first, second = figures("1 1", "- 1", "0 0", maxima="1 1")

    assert (first.n, first.facility) == (2, 0.5)
    assert (second.n, second.facility) == (3, 2 / 3)


def test_the_difference_is_shown_from_thirty_attempts_on() -> None:
    rows = ["1 1"] * 15 + ["0 0"] * 14

    assert figures(*rows)[0].difference is None
    assert figures(*rows, "0 0")[0].difference == 1


@pytest.mark.parametrize(("n", "size"), [(30, 8), (31, 8), (32, 9), (50, 14), (100, 27)])
def test_a_group_is_27_percent_to_the_nearest_whole(n: int, size: int) -> None:
    # One point for each of the best `size`, and one more for the next, whom the group must leave out.
    rows = [f"{int(place <= size)} {n - place}" for place in range(n)]

    assert figures(*rows)[0].difference == 1

    rows = [f"{int(place < size - 1)} {n - place}" for place in range(n)]

    assert figures(*rows)[0].difference == pytest.approx((size - 1) / size)


def test_of_equal_totals_the_earlier_attempt_stands_first() -> None:
    # All totals are 1: only the order of the attempts tells the best eight from the worst.
    rows = ["1 0"] * 8 + ["0 1"] * 22

    assert figures(*rows)[0].difference == 1
    assert figures(*reversed(rows))[0].difference == -1


marks = st.lists(st.tuples(*[st.integers(0, 8).map(lambda eighths: Decimal(eighths) / 8)] * 3), min_size=2, max_size=40)


@given(marks)
def test_the_index_is_the_correlation_with_the_rest(rows: list[tuple[Decimal, ...]]) -> None:
    item, rest = [float(row[0]) for row in rows], [float(sum(row[1:])) for row in rows]
    assume(len(set(item)) > 1)
    assume(len(set(rest)) > 1)

    found = item_figures(Sheet(("a", "b", "c"), (Decimal(1),) * 3, tuple(rows)))[0]

    assert found.discrimination_index == pytest.approx(100 * statistics.correlation(item, rest), abs=1e-9)
    assert found.sd == pytest.approx(statistics.stdev(item), abs=1e-9)
    assert found.discrimination_index is not None
    assert found.discriminative_efficiency is not None
    assert found.discriminative_efficiency <= 100


@given(marks)
def test_effective_weights_add_up_to_the_whole(rows: list[tuple[Decimal, ...]]) -> None:
    items = item_figures(Sheet(("a", "b", "c"), (Decimal(1),) * 3, tuple(rows)))

    weights = [item.effective_weight for item in items if item.effective_weight is not None]

    assert not weights or sum(weights) == pytest.approx(100)


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        (single_snapshot(), Fraction(1, 4)),
        (true_false_snapshot(), Fraction(1, 2)),
        (snapshot_of("matching", choices=[{"id": letter} for letter in "abcde"]), Fraction(1, 5)),
        (multiple_snapshot(), None),
        (case_snapshot(), None),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_guessing_earns_what_chance_gives(snapshot: dict[str, object], expected: Fraction | None) -> None:
    assert guess_score(snapshot) == expected
