"""Sequences: every order of four items in every mode, against a count by hand."""

from fractions import Fraction
from itertools import permutations

import pytest

from assessments.kinds.base import State
from assessments.kinds.ordering import MODES, item_id
from assessments.kinds.registry import check, grade, present, review, rows_to_draw
from tests.factories.assessments import single_snapshot
from tests.factories.questions import ordering_snapshot


def order(texts: str) -> dict[str, list[str]]:
    return {"order": [item_id(text) for text in texts]}


def oracle(mode: str, right: str, given: str) -> Fraction:
    """Count with a finger on the list."""
    size = len(right)
    match mode:
        case "pairs":
            good = sum(given.index(right[i]) < given.index(right[j]) for i in range(size) for j in range(i + 1, size))
            return Fraction(good, size * (size - 1) // 2)
        case "position":
            return Fraction(sum(right[place] == given[place] for place in range(size)), size)
        case "next":
            return Fraction(sum(right[place : place + 2] in given for place in range(size - 1)), size - 1)
        case "exact":
            return Fraction(int(right == given))
    raise AssertionError(mode)


@pytest.mark.parametrize("mode", sorted(MODES))
@pytest.mark.parametrize("right", ["甲乙", "甲乙丙", "丁乙丙甲"])
def test_every_order_equals_the_oracle(mode: str, right: str) -> None:
    snapshot = ordering_snapshot(right, mode=mode)

    for given in map("".join, permutations(right)):
        graded = grade(snapshot, order(given))

        expected = oracle(mode, right, given)
        assert graded.fraction is not None
        assert abs(Fraction(graded.fraction) - expected) <= Fraction(1, 10_000_000), given
        assert (graded.state is State.RIGHT) == (given == right)


def test_the_reverse_order_is_nought_by_pairs() -> None:
    assert grade(ordering_snapshot("甲乙丙丁"), order("丁丙乙甲")).fraction == 0


@pytest.mark.parametrize("given", ["甲乙丙", "甲乙丙丙", "甲乙丙丁丁", "甲乙丙戊"])
def test_a_missing_repeated_or_unknown_item_makes_the_order_invalid(given: str) -> None:
    assert grade(ordering_snapshot("甲乙丙丁"), order(given)).state is State.INVALID


@pytest.mark.parametrize("response", [{"order": "甲"}, {"order": [1, 2]}, {"order": {"甲": 1}}, {"other": "甲"}])
def test_an_answer_that_is_no_order_is_invalid(response: dict[str, object]) -> None:
    assert grade(ordering_snapshot(), response).state is State.INVALID


def test_places_left_open_everywhere_are_no_answer() -> None:
    assert grade(ordering_snapshot("甲乙"), {"order": ["", ""]}).state is State.UNANSWERED


def test_two_keys_of_the_same_items_are_stored_and_shown_alike() -> None:
    one, other = ordering_snapshot("甲乙丙丁"), ordering_snapshot("丁丙乙甲")

    assert one["order"] != other["order"]
    assert present(one) == present(other)


def test_the_order_is_drawn_also_where_the_sitting_does_not_shuffle() -> None:
    assert len(rows_to_draw(ordering_snapshot("甲乙丙"), shuffle=False)) == 3
    assert rows_to_draw(single_snapshot(), shuffle=False) == []
    assert len(rows_to_draw(single_snapshot(), shuffle=True)) == 4


def test_check_names_the_faults_of_items_and_key() -> None:
    snapshot = ordering_snapshot("甲乙丙", mode="guess")
    snapshot["items"].reverse()
    snapshot["order"].pop()

    assert [problem.code for problem in check(snapshot)] == ["items-not-by-id", "order-unlike-items", "mode-unknown"]
    assert [problem.code for problem in check(ordering_snapshot("甲"))] == ["items-too-few"]
    assert "items-equal" in [problem.code for problem in check(ordering_snapshot("甲甲乙"))]


def test_a_review_shows_each_place() -> None:
    lines = review(ordering_snapshot("甲乙"), order("乙甲")).lines

    assert [(line.number, line.given, line.accepted, line.is_right) for line in lines] == [
        (1, "乙", ("甲",), False),
        (2, "甲", ("乙",), False),
    ]
