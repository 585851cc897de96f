"""Single choice and true or false, with the answers that make no sense."""

from decimal import Decimal

import pytest

from assessments.kinds.base import State
from assessments.kinds.registry import check, grade, review
from tests.factories.assessments import single_snapshot, true_false_snapshot


@pytest.mark.parametrize("response", [{"chosen": "b"}, {"chosen": ["b"]}, {"chosen": ["b", "b"]}])
def test_the_fraction_is_the_chosen_options(response: dict[str, object]) -> None:
    graded = grade(single_snapshot(key="b"), response)

    assert (graded.fraction, graded.state) == (Decimal(1), State.RIGHT)


def test_an_option_may_be_worth_a_part() -> None:
    snapshot = single_snapshot(key="a")
    snapshot["options"][1]["fraction"] = "0.25"

    graded = grade(snapshot, {"chosen": "b"})

    assert (graded.fraction, graded.state) == (Decimal("0.25"), State.PARTIAL)


@pytest.mark.parametrize(
    ("response", "note"),
    [
        ({"chosen": ["a", "b"]}, "more-than-one"),
        ({"chosen": "z"}, "unknown-option"),
        ({"chosen": {"a": True}}, "not-a-choice"),
        ({"chosen": [], "more": "a"}, "not-a-choice"),
    ],
)
def test_an_answer_that_makes_no_sense_is_invalid(response: dict[str, object], note: str) -> None:
    graded = grade(single_snapshot(), response)

    assert (graded.fraction, graded.state, graded.note_code) == (Decimal(0), State.INVALID, note)


def test_an_option_gone_in_a_later_version_still_counts_in_the_frozen_one() -> None:
    frozen, later = single_snapshot(letters="abcd", key="d"), single_snapshot(letters="abc", key="a")

    assert grade(frozen, {"chosen": "d"}).state is State.RIGHT
    assert grade(later, {"chosen": "d"}).state is State.INVALID


def test_check_wants_one_whole_option_and_distinct_texts() -> None:
    snapshot = single_snapshot(letters="ab", key="z")
    snapshot["options"][1]["text"] = snapshot["options"][0]["text"]

    assert [problem.code for problem in check(snapshot)] == ["options-equal", "key-not-one"]


def test_check_names_an_empty_stem() -> None:
    snapshot = {**single_snapshot(), "stem": "  "}

    assert [(problem.code, problem.where) for problem in check(snapshot)] == [("stem-missing", "stem")]


@pytest.mark.parametrize(
    ("correct", "chosen", "fraction"), [(True, "true", 1), (True, "false", 0), (False, "false", 1)]
)
def test_true_or_false_is_right_if_equal(correct: bool, chosen: str, fraction: int) -> None:
    assert grade(true_false_snapshot(correct=correct), {"chosen": chosen}).fraction == fraction


@pytest.mark.parametrize("chosen", ["maybe", True, ["true", "false"], 1])
def test_any_other_word_than_true_and_false_is_invalid(chosen: object) -> None:
    assert grade(true_false_snapshot(), {"chosen": chosen}).state is State.INVALID


def test_a_review_shows_the_choice_beside_the_key() -> None:
    lines = review(single_snapshot(letters="ab", key="a"), {"chosen": "b"}).lines

    assert [(line.is_chosen, line.is_right) for line in lines] == [(False, True), (True, False)]
