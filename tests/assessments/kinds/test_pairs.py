"""Matching and classifying: the share of rows that have the right entry."""

from decimal import Decimal

import pytest

from assessments.kinds.base import State
from assessments.kinds.registry import check, controls, grade, present, review
from tests.factories.questions import classify_snapshot, matching_snapshot


def test_the_share_of_right_stems_is_the_fraction_and_a_missing_one_is_nought() -> None:
    graded = grade(matching_snapshot("abc"), {"s1": "a", "s2": "d"})

    assert graded.fraction == Decimal("0.3333333")
    assert [part.state for part in graded.parts] == [State.RIGHT, State.WRONG, State.UNANSWERED]


def test_a_choice_may_belong_to_two_stems() -> None:
    assert grade(matching_snapshot("aa"), {"s1": "a", "s2": "a"}).state is State.RIGHT


def test_two_choices_that_say_the_same_are_the_same_answer() -> None:
    snapshot = matching_snapshot("ab", choices="abc")
    snapshot["choices"][2]["text"] = " 右a "

    assert check(snapshot) == []
    assert grade(snapshot, {"s1": "c", "s2": "b"}).state is State.RIGHT
    assert all(line.is_right for line in review(snapshot, {"s1": "c", "s2": "b"}).lines)


@pytest.mark.parametrize("response", [{"s9": "a"}, {"s1": "z"}, {"s1": ["a"]}, {"s1": 1}])
def test_an_answer_that_makes_no_sense_is_invalid(response: dict[str, object]) -> None:
    assert grade(matching_snapshot(), response).state is State.INVALID


def test_items_are_valued_by_their_bins() -> None:
    graded = grade(classify_snapshot("acb"), {"i1": "a", "i2": "b", "i3": "b"})

    assert (graded.fraction, graded.state) == (Decimal("0.6666667"), State.PARTIAL)


def test_a_review_tells_the_right_bin_and_the_rule_behind_it() -> None:
    line = review(classify_snapshot("ac"), {"i2": "a"}).lines[1]

    assert (line.given, line.accepted, line.is_right, line.feedback) == ("类a", ("类c",), False, "条例第2条")


def test_few_bins_stand_beside_each_item_and_many_are_chosen_from_a_list() -> None:
    few, many = classify_snapshot("a", bins="abc"), classify_snapshot("a", bins="abcde")

    assert [control.input for control in controls(present(few))] == ["radio"]
    assert [control.input for control in controls(present(many))] == ["select"]


def test_check_names_missing_keys_and_equal_bins() -> None:
    matching, classify = matching_snapshot("az"), classify_snapshot("az")
    classify["bins"][1]["text"] = classify["bins"][0]["text"]

    assert [problem.code for problem in check(matching)] == ["choice-unknown"]
    assert [problem.code for problem in check(classify)] == ["bins-equal", "bin-unknown"]


def test_check_names_too_few_rows_empty_ones_and_one_id_twice() -> None:
    matching = matching_snapshot("", choices="aa")
    matching["choices"][1]["text"] = " "

    assert [problem.code for problem in check(matching)] == ["stems-too-few", "row-id-twice", "row-empty"]
