"""A simulation inside an examination: valued by where the choices lead, shown scene by scene."""

import json
from decimal import Decimal

import pytest

from assessments.kinds.base import State
from assessments.kinds.registry import check, controls, goes_on, grade, present, read, review
from tests.factories.assessments import single_snapshot
from tests.factories.courses import make_decision, make_script
from tests.factories.questions import scenario_snapshot

TO_THE_END = {"choices": ["onward", "listen", "vote"]}


@pytest.mark.parametrize(
    ("choices", "fraction"),
    [("onward listen vote", "1"), ("onward listen postpone", "0.25"), ("onward decree shortcut", "0.25")],
)
def test_the_ending_decides(choices: str, fraction: str) -> None:
    assert grade(scenario_snapshot(), {"choices": choices.split()}).fraction == Decimal(fraction)


def test_an_ending_without_a_worth_of_its_own_has_the_scripts() -> None:
    snapshot = scenario_snapshot(outcomes={})

    assert grade(snapshot, {"choices": ["onward", "listen", "postpone"]}).fraction == Decimal("0.3")


@pytest.mark.parametrize(
    ("choices", "fraction"),
    [("onward listen vote", "1"), ("onward listen postpone", "0.625"), ("onward decree shortcut", "0")],
)
def test_points_at_the_ending_are_set_between_the_lowest_and_the_highest(choices: str, fraction: str) -> None:
    snapshot = scenario_snapshot(scoring="points", lowest=-3, highest=5)

    assert grade(snapshot, {"choices": choices.split()}).fraction == Decimal(fraction)


@pytest.mark.parametrize("scoring", ["outcomes", "points"])
def test_a_path_that_stops_before_the_end_is_nought(scoring: str) -> None:
    graded = grade(scenario_snapshot(scoring=scoring), {"choices": ["onward", "listen"]})

    assert (graded.fraction, graded.note_code) == (0, "unfinished")


@pytest.mark.parametrize(
    "choices",
    [["listen"], ["onward", "listen", "shortcut"], ["onward", "listen", "vote", "vote"], ["onward", "", "vote"]],
)
def test_a_choice_that_is_not_open_makes_the_path_illegal(choices: list[str]) -> None:
    graded = grade(scenario_snapshot(), {"choices": choices})

    assert (graded.fraction, graded.state, graded.note_code) == (0, State.INVALID, "illegal-path")


@pytest.mark.parametrize("choices", ["onward", [1], {"a": "onward"}, ["onward"] * 1000])
def test_what_is_no_path_is_invalid(choices: object) -> None:
    assert grade(scenario_snapshot(), {"choices": choices}).state is State.INVALID


def test_a_taker_sees_the_present_scene_and_his_way_and_nothing_of_what_follows() -> None:
    snapshot = scenario_snapshot()
    whole = json.dumps(snapshot, ensure_ascii=False)
    assert all(secret in whole for secret in ("Title of plan", "Reason of", "honesty", "Outcome of", "quality"))

    shown = present(snapshot, {"choices": ["onward"]})

    assert shown["scene"]["title"] == "Title of meeting"
    assert [option["key"] for option in shown["scene"]["options"]] == ["listen", "decree"]
    assert shown["path"] == [{"key": "onward", "title": "Title of call", "label": ""}]
    sent = json.dumps(shown, ensure_ascii=False)
    assert not any(secret in sent for secret in ("Title of plan", "Reason of", "honesty", "Outcome of", "quality"))


def test_of_an_illegal_path_the_part_that_can_be_walked_is_shown() -> None:
    shown = present(scenario_snapshot(), {"choices": ["onward", "vote", "listen"]})

    assert shown["scene"]["title"] == "Title of meeting"


def test_a_plain_form_sends_the_way_so_far_and_one_choice_more() -> None:
    shown = present(scenario_snapshot(), {"choices": ["onward"]})
    trail, ways = controls(shown)
    assert [choice.value for choice in trail.choices] == ["onward"]
    assert [choice.value for choice in ways.choices] == ["listen", "decree"]

    assert read(shown, {"choices": ["onward", "listen"]}) == {"choices": ["onward", "listen"]}


def test_at_the_end_there_is_nothing_left_to_choose() -> None:
    assert [control.input for control in controls(present(scenario_snapshot(), TO_THE_END))] == ["trail"]


def test_a_path_extends_only_itself() -> None:
    before = {"choices": ["onward", "listen"]}

    assert goes_on(scenario_snapshot(), before, TO_THE_END)
    assert goes_on(scenario_snapshot(), before, before)
    assert goes_on(scenario_snapshot(), None, before)
    assert not goes_on(scenario_snapshot(), before, {"choices": ["onward", "decree"]})
    assert not goes_on(scenario_snapshot(), before, {"choices": ["onward"]})
    assert goes_on(single_snapshot(), {"chosen": "a"}, {"chosen": "b"})


def test_a_review_walks_the_path_again_with_reasons_and_rules() -> None:
    lines = review(scenario_snapshot(), TO_THE_END).lines

    assert [(line.text, line.given) for line in lines[:2]] == [
        ("Title of meeting", "Label of listen"),
        ("Title of plan", "Label of vote"),
    ]
    assert lines[0].feedback == "Reason of listen\nRule of listen"
    assert (lines[2].word, lines[2].given) == ("ending", "Outcome of agreed")


def test_check_names_the_faults_of_script_and_worth() -> None:
    endless = make_script(make_decision("alone"))
    reversed_points = scenario_snapshot(scoring="points", lowest=5, highest=5)

    assert check(scenario_snapshot()) == []
    assert [problem.code for problem in check({**scenario_snapshot(), "script": {}})] == ["script-unreadable"]
    assert [problem.code for problem in check(scenario_snapshot(endless, outcomes={}))] == ["script-faulty"]
    assert [problem.code for problem in check(scenario_snapshot(outcomes={"moon": "1"}))] == ["ending-unknown"]
    assert [problem.code for problem in check(scenario_snapshot(outcomes={"stuck": "2"}))] == ["fraction-out-of-range"]
    assert [problem.code for problem in check(scenario_snapshot(scoring="luck"))] == ["mode-unknown"]
    assert [problem.code for problem in check(reversed_points)] == ["points-reversed"]
