"""A text with places: the weighted share of its parts, and a taker who sees numbers and options only."""

import json
from decimal import Decimal

import pytest

from assessments.kinds.base import State
from assessments.kinds.registry import check, controls, grade, present, review
from tests.factories.questions import RIGHT, cloze_snapshot


def test_the_fraction_is_the_share_of_the_points_of_the_parts() -> None:
    graded = grade(cloze_snapshot(points="1 1 2"), {"p1": "a", "p2": "错", "p3": "100"})

    assert graded.fraction == Decimal("0.75")
    assert [part.state for part in graded.parts] == [State.RIGHT, State.WRONG, State.RIGHT]


def test_everything_right_is_the_whole() -> None:
    assert grade(cloze_snapshot(), RIGHT["cloze"]).state is State.RIGHT


def test_an_invalid_part_is_nought_and_leaves_the_others_alone() -> None:
    graded = grade(cloze_snapshot(), {"p1": "a", "p2": ["甲"], "p3": "abc"})

    assert graded.fraction == Decimal("0.25")
    assert [part.state for part in graded.parts] == [State.RIGHT, State.INVALID, State.INVALID]


@pytest.mark.parametrize("broken", [{"answers": [{"mode": "absolute"}]}, {"kind": "riddle"}, {"answers": None}])
def test_a_part_that_cannot_be_graded_is_nought(broken: dict[str, object]) -> None:
    snapshot = cloze_snapshot()
    snapshot["parts"][2] |= broken

    assert grade(snapshot, RIGHT["cloze"]).fraction == Decimal("0.5")


def test_an_unknown_part_makes_the_answer_invalid() -> None:
    assert grade(cloze_snapshot(), {"p9": "a"}).state is State.INVALID


def test_a_taker_sees_numbers_options_and_the_unit_and_nothing_else() -> None:
    shown = present(cloze_snapshot())

    assert shown["stem"] == "先【1】，再【2】，公示【3】。"
    assert shown["parts"][0]["options"][0] == {"id": "a", "text": "选项a"}
    assert shown["parts"][1] == {"id": "p2", "kind": "fill"}
    assert shown["parts"][2] == {"id": "p3", "kind": "numeric", "unit": "%"}
    assert "fraction" not in json.dumps(shown)


def test_each_part_has_the_control_of_its_kind() -> None:
    shown = [(control.name, control.input, control.number) for control in controls(present(cloze_snapshot()))]

    assert shown == [("p1", "select", 1), ("p2", "text", 2), ("p3", "number", 3)]


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("先[[p1]]再[[p2]]", "place-missing"),
        ("先[[p1]]再[[p2]][[p3]][[p4]]", "place-unknown"),
        ("先[[p1]]再[[p2]][[p3]][[p3]]", "place-twice"),
    ],
)
def test_check_compares_the_places_with_the_parts(stem: str, code: str) -> None:
    assert [problem.code for problem in check({**cloze_snapshot(), "stem": stem})] == [code]


def test_check_applies_the_rules_of_each_part() -> None:
    snapshot = cloze_snapshot(points="0 1 1")
    snapshot["parts"][1]["answers"] = []
    snapshot["parts"][2]["kind"] = "riddle"

    codes = [problem.code for problem in check(snapshot)]

    assert codes == ["weight-not-positive", "answer-missing", "part-kind-unknown"]


def test_a_review_shows_each_part_with_what_is_accepted() -> None:
    lines = review(cloze_snapshot(), {"p1": "b", "p2": "民主协商"}).lines

    assert [(line.given, line.accepted, line.is_right) for line in lines] == [
        ("选项b", ("选项a",), False),
        ("民主协商", ("民主协商",), True),
        ("", ("100 %",), False),
    ]
