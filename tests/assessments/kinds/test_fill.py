"""Fill in: weights, accepted texts, wildcards and groups whose order is free."""

from decimal import Decimal

import pytest

from assessments.kinds.base import State
from assessments.kinds.registry import check, grade, review
from tests.factories.assessments import blank, fill_snapshot


def test_blanks_count_by_weight() -> None:
    snapshot = fill_snapshot(blank("b1", "议事", weight="3"), blank("b2", "销号", weight="1"))

    graded = grade(snapshot, {"b1": "议事", "b2": "错"})

    assert (graded.fraction, graded.state) == (Decimal("0.75"), State.PARTIAL)
    assert [part.state for part in graded.parts] == [State.RIGHT, State.WRONG]


def test_the_better_of_two_accepted_answers_counts() -> None:
    snapshot = fill_snapshot(blank("b1", "协商=0.5", "民主协商"))

    assert grade(snapshot, {"b1": "协商"}).fraction == Decimal("0.5")
    assert grade(snapshot, {"b1": " 民主 协商。"}).fraction == 1
    assert grade(fill_snapshot(blank("b1", "民主*=0.5", "民主协商", wildcard=True)), {"b1": "民主协商"}).fraction == 1


def test_nought_is_an_answer() -> None:
    graded = grade(fill_snapshot(blank("b1", "0")), {"b1": "０"})

    assert graded.state is State.RIGHT


def test_marks_alone_are_a_wrong_answer_and_spaces_are_none() -> None:
    snapshot = fill_snapshot(blank("b1", "议事"), blank("b2", "销号"))

    graded = grade(snapshot, {"b1": "。", "b2": "  "})

    assert [part.state for part in graded.parts] == [State.WRONG, State.UNANSWERED]


@pytest.mark.parametrize(
    ("pattern", "typed", "meets"),
    [
        ("红色*", "红色代办", True),
        ("*代办", "红色代办", True),
        ("红*办", "红办", True),
        ("红*色*办", "红色代办", True),
        ("红*代*办", "红色代办", True),
        ("红*红", "红", False),
        ("*", "什么都行", True),
        ("红.色", "红x色", False),
    ],
)
def test_a_star_stands_for_any_run_where_the_blank_allows_it(pattern: str, typed: str, meets: bool) -> None:
    allowing, plain = blank("b1", pattern, wildcard=True), blank("b1", pattern)

    assert (grade(fill_snapshot(allowing), {"b1": typed}).fraction == 1) is meets
    assert grade(fill_snapshot(plain), {"b1": typed}).fraction == 0


def test_a_star_that_is_no_wildcard_is_a_star() -> None:
    snapshot = fill_snapshot(blank("b1", "5*3"))

    assert grade(snapshot, {"b1": "５*３"}).fraction == 1
    assert grade(snapshot, {"b1": "5003"}).fraction == 0


def test_case_counts_only_where_the_blank_says_so() -> None:
    assert grade(fill_snapshot(blank("b1", "GDP")), {"b1": "gdp"}).fraction == 1
    assert grade(fill_snapshot(blank("b1", "GDP", case=True)), {"b1": "gdp"}).fraction == 0


@pytest.mark.parametrize(
    ("first", "second", "fraction"),
    [
        ("说", "议", "1"),
        ("议", "说", "1"),
        ("说", "说", "0.5"),
        ("议", "", "0.5"),
        ("办", "回", "0"),
    ],
)
def test_a_group_may_be_answered_in_any_order_but_each_answer_once(first: str, second: str, fraction: str) -> None:
    snapshot = fill_snapshot(blank("b1", "说", group="g"), blank("b2", "议", group="g"))

    assert grade(snapshot, {"b1": first, "b2": second}).fraction == Decimal(fraction)


def test_one_answer_listed_in_two_blanks_of_a_group_is_used_once() -> None:
    snapshot = fill_snapshot(blank("b1", "说", "议", group="g"), blank("b2", "说", "议", group="g"))

    assert grade(snapshot, {"b1": "说", "b2": "说。"}).fraction == Decimal("0.5")
    assert grade(snapshot, {"b1": "议", "b2": "说"}).fraction == 1


def test_a_group_takes_the_best_matching_and_not_the_first() -> None:
    snapshot = fill_snapshot(blank("b1", "甲=0.5", "乙", group="g"), blank("b2", "甲", group="g"))

    assert grade(snapshot, {"b1": "甲", "b2": "乙"}).fraction == 1


@pytest.mark.parametrize("response", [{"b9": "议事"}, {"b1": ["议事"]}, {"b1": 5}])
def test_fields_that_are_no_blanks_are_invalid(response: dict[str, object]) -> None:
    graded = grade(fill_snapshot(), response)

    assert (graded.fraction, graded.state) == (Decimal(0), State.INVALID)


def test_check_names_every_fault_of_the_blanks() -> None:
    snapshot = fill_snapshot(
        blank("b1", weight="0"),
        blank("b2", "。", "甲=2"),
        blank("b3", "甲", group="g", weight="2", wildcard=True),
        blank("b4", "乙", group="g"),
    )

    assert {problem.code for problem in check(snapshot)} == {
        "weight-not-positive",
        "answer-missing",
        "answer-empty",
        "fraction-out-of-range",
        "group-weights-differ",
        "group-wildcard",
    }


def test_a_review_keeps_the_text_as_it_was_typed() -> None:
    (line,) = review(fill_snapshot(), {"b1": " 民主　协商。"}).lines

    assert (line.given, line.is_right, line.accepted) == (" 民主　协商。", True, ("民主协商",))
