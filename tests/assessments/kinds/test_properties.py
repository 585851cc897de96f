"""What holds for every kind, whatever is answered: a fraction within bounds, no exception, no trust in an order."""

import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.forms.words import PROBLEMS
from assessments.kinds import base, multiple, ordering
from assessments.kinds.base import State
from assessments.kinds.registry import KINDS, check, controls, grade, present, read, review
from tests.factories.assessments import multiple_snapshot
from tests.factories.questions import RIGHT, every_kind, ordering_snapshot

WEIGHTS = {"a": Decimal("0.6"), "b": Decimal("0.4"), "c": Decimal("-0.5"), "d": Decimal(-1)}
IN_OTHER_MODES = [
    multiple_snapshot(mode="weights", weights=WEIGHTS),
    *(multiple_snapshot(mode=mode) for mode in multiple.MODES if mode not in {"half_subset", "weights"}),
    *(ordering_snapshot(mode=mode) for mode in ordering.MODES if mode != "pairs"),
]
SNAPSHOTS = {snapshot["kind"]: snapshot for snapshot in every_kind()} | {
    f"{snapshot['kind']} {snapshot['mode']}": snapshot for snapshot in IN_OTHER_MODES
}
ROWS = {"options", "blanks", "stems", "choices", "items", "bins", "criteria", "parts"}

NAMES = ["chosen", "b1", "b2", "value", "s1", "order", "i1", "p1", "p2", "p3", "text", "files", "choices", "?"]
WORDS = ["a", "b", "ab", "true", "甲", "100", "1e3", "NaN", "９９９％", "onward", "listen", "", " ", "\u200b"]

names = st.sampled_from(NAMES)
words = st.sampled_from(WORDS) | st.text(max_size=3)
plain = st.none() | st.booleans() | st.integers() | st.floats() | words
ticks = st.lists(st.sampled_from("abcd"), max_size=4)
lists = st.lists(plain, max_size=4) | ticks
objects = st.dictionaries(names | st.sampled_from(["digest", "name", "size"]), plain, max_size=3)
responses = st.dictionaries(names, plain | lists | objects | st.lists(objects, max_size=2), max_size=5)
kinds = pytest.mark.parametrize("kind", sorted(SNAPSHOTS))


def test_every_kind_has_a_sound_question_here() -> None:
    assert {snapshot["kind"] for snapshot in SNAPSHOTS.values()} == set(KINDS)
    assert [check(snapshot) for snapshot in SNAPSHOTS.values()] == [[]] * len(SNAPSHOTS)


@kinds
@settings(max_examples=40, deadline=None)
@given(response=responses)
def test_whatever_is_answered_has_a_fraction_within_bounds_and_a_review(kind: str, response: dict[str, Any]) -> None:
    graded = grade(SNAPSHOTS[kind], response)

    assert (graded.fraction is None) == (graded.state is State.NEEDS_MARKING)
    assert graded.fraction is None or 0 <= graded.fraction <= 1
    assert all(0 <= part.fraction <= 1 for part in graded.parts)
    assert review(SNAPSHOTS[kind], response).layout


@kinds
@settings(max_examples=40, deadline=None)
@given(response=responses)
def test_whatever_is_answered_the_question_can_be_shown(kind: str, response: dict[str, Any]) -> None:
    assert controls(present(SNAPSHOTS[kind], response)) != ()


@kinds
@settings(max_examples=40, deadline=None)
@given(fields=st.dictionaries(names, st.lists(words, max_size=4), max_size=5))
def test_whatever_a_form_sends_can_be_read_and_graded(kind: str, fields: dict[str, list[str]]) -> None:
    graded = grade(SNAPSHOTS[kind], read(present(SNAPSHOTS[kind]), fields))

    assert graded.state in State


@kinds
@pytest.mark.parametrize("empty", [None, {}, {"chosen": []}, {"b1": " ", "b2": ""}, {"order": ["", ""]}, {"files": []}])
def test_an_empty_answer_is_nought_and_unanswered(kind: str, empty: dict[str, Any] | None) -> None:
    graded = grade(SNAPSHOTS[kind], empty)

    assert (graded.fraction, graded.state) == (0, State.UNANSWERED)


@pytest.mark.parametrize("kind", [kind for kind in sorted(SNAPSHOTS) if kind.split()[0] in RIGHT])
def test_the_right_answer_is_worth_the_whole(kind: str) -> None:
    graded = grade(SNAPSHOTS[kind], RIGHT[kind.split()[0]])

    assert (graded.fraction, graded.state) == (1, State.RIGHT)


@kinds
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), response=responses)
def test_the_order_in_which_rows_are_listed_changes_no_mark(kind: str, seed: int, response: dict[str, Any]) -> None:
    snapshot = SNAPSHOTS[kind]
    mixed = {
        name: random.Random(seed).sample(value, len(value)) if name in ROWS else value
        for name, value in snapshot.items()
    }

    for answer in (response, RIGHT.get(snapshot["kind"], {})):
        one, other = grade(snapshot, answer), grade(mixed, answer)
        assert (one.fraction, one.state) == (other.fraction, other.state)


@given(ticks=st.lists(st.sampled_from("abcd"), max_size=8), seed=st.integers(0, 100))
def test_order_and_repeats_of_ticks_change_nothing(ticks: list[str], seed: int) -> None:
    mixed = random.Random(seed).sample(ticks + ticks[:2], len(ticks + ticks[:2]))

    for kind in ("multiple", "indefinite"):
        assert grade(SNAPSHOTS[kind], {"chosen": ticks}) == grade(SNAPSHOTS[kind], {"chosen": mixed})


def test_fractions_have_seven_places() -> None:
    graded = grade(SNAPSHOTS["matching"], {"s1": "a"})

    assert str(graded.fraction) == "0.3333333"
    assert isinstance(graded.fraction, Decimal)


def test_every_problem_that_a_kind_can_name_has_words(codes: set[str]) -> None:
    assert codes <= set(PROBLEMS)
    assert len(codes) > 40


@pytest.fixture
def codes() -> set[str]:
    """Every code that stands in the kinds, read from their source."""
    source = "".join(path.read_text() for path in Path(base.__file__).parent.glob("*.py"))
    found = set(re.findall(r'Problem\("([a-z-]+)"', source))
    return found | {f"{where}-too-few" for where in re.findall(r'row_problems\(.*?"([a-z]+)", least', source)}
