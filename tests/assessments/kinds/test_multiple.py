"""Every possible answer to a multiple choice, in every mode, against an oracle that shares no code with the engine."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest

from assessments.kinds.base import State
from assessments.kinds.multiple import DEFAULT_MODE, MODES
from assessments.kinds.registry import check, grade
from tests.factories.assessments import multiple_snapshot


def subsets(letters: str) -> list[str]:
    return ["".join(chosen) for size in range(len(letters) + 1) for chosen in combinations(letters, size)]


def oracle(mode: str, letters: str, key: str, chosen: str) -> Fraction:
    """Count ticks one by one, the way a person with a pencil would."""
    hits = sum(letter in key for letter in chosen)
    slips = sum(letter not in key for letter in chosen)
    missing = len(key) - hits
    distractors = len(letters) - len(key)
    if not chosen:
        return Fraction(0)
    match mode:
        case "exact":
            return Fraction(int(slips == 0 and missing == 0))
        case "half_subset":
            return Fraction(0) if slips else Fraction(1) if missing == 0 else Fraction(1, 2)
        case "subset_share":
            return Fraction(0) if slips else Fraction(hits, len(key))
        case "right_minus_wrong":
            penalty = Fraction(slips, distractors) if distractors else Fraction(0)
            return max(Fraction(0), Fraction(hits, len(key)) - penalty)
        case "weights":
            return max(Fraction(0), Fraction(hits * 20 - slips * 10, 20 * len(key)))
    raise AssertionError(mode)


@pytest.mark.parametrize("mode", sorted(MODES))
@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_every_answer_equals_the_oracle(mode: str, size: int) -> None:
    letters = "abcde"[:size]

    for key in filter(None, subsets(letters)):
        gain, loss = Decimal(1) / len(key), Decimal(-1) / (2 * len(key))
        weights = {letter: gain if letter in key else loss for letter in letters}
        snapshot = multiple_snapshot(letters=letters, key=key, mode=mode, weights=weights)
        for chosen in subsets(letters):
            graded = grade(snapshot, {"chosen": list(chosen)})

            expected = oracle(mode, letters, key, chosen)
            assert graded.fraction is not None
            assert abs(Fraction(graded.fraction) - expected) <= Fraction(1, 10_000_000), (key, chosen)
            assert (graded.state is State.UNANSWERED) == (chosen == "")
            assert (graded.state is State.RIGHT) == (expected == 1)


@pytest.mark.parametrize(
    ("mode", "fractions"),
    [
        #                ∅    a     b     c    ab   ac    bc    abc   (key: a and b)
        ("half_subset", "0 0.5 0.5 0 1 0 0 0"),
        ("exact", "0 0 0 0 1 0 0 0"),
        ("subset_share", "0 0.5 0.5 0 1 0 0 0"),
        ("right_minus_wrong", "0 0.5 0.5 0 1 0 0 0"),
    ],
)
def test_a_table_written_by_hand(mode: str, fractions: str) -> None:
    snapshot = multiple_snapshot(letters="abc", key="ab", mode=mode)

    given = [grade(snapshot, {"chosen": list(chosen)}).fraction for chosen in subsets("abc")]

    assert given == [Decimal(fraction) for fraction in fractions.split()]


def test_half_subset_is_the_mode_of_a_new_question() -> None:
    snapshot = multiple_snapshot(letters="abcd", key="abc")

    assert snapshot["mode"] == DEFAULT_MODE
    assert grade(snapshot, {"chosen": ["a"]}).fraction == Decimal("0.5")


def test_order_and_repeats_of_ids_do_not_matter() -> None:
    snapshot = multiple_snapshot(letters="abcd", key="ab")

    assert grade(snapshot, {"chosen": ["b", "a", "b"]}) == grade(snapshot, {"chosen": ["a", "b"]})


def test_everything_ticked_is_right_only_where_all_options_are_right() -> None:
    everything = {"chosen": ["a", "b", "c"]}

    assert grade(multiple_snapshot(letters="abc", key="abc"), everything).state is State.RIGHT
    assert grade(multiple_snapshot(letters="abc", key="ab"), everything).state is State.WRONG


@pytest.mark.parametrize("response", [{"chosen": ["a", "z"]}, {"chosen": 5}, {"chosen": [1]}, {"other": "a"}])
def test_an_answer_that_makes_no_sense_is_invalid_and_worth_nothing(response: dict[str, object]) -> None:
    graded = grade(multiple_snapshot(letters="abc", key="ab"), response)

    assert (graded.fraction, graded.state) == (Decimal(0), State.INVALID)
    assert graded.note_code


def test_weights_that_cannot_bring_a_whole_mark_are_a_problem() -> None:
    short = multiple_snapshot(letters="ab", key="a", mode="weights", weights={"a": Decimal("0.9"), "b": Decimal(0)})

    assert [problem.code for problem in check(short)] == ["weights-not-whole"]


def test_check_names_a_missing_key_and_an_unknown_mode() -> None:
    snapshot = multiple_snapshot(letters="ab", key="", mode="guess")

    assert [problem.code for problem in check(snapshot)] == ["key-missing", "mode-unknown"]
