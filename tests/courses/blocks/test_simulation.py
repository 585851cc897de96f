"""What an author typed becomes the script that the engine plays; what is wrong in it is kept for the check to name."""

from decimal import Decimal
from typing import Any

import pytest

from courses.blocks.simulation import read_value
from courses.models.modules import SimulationPage
from courses.simulation.check import check
from courses.simulation.script import Change, Comparison, Condition, Effect, Quality, SceneKind, Script, VariableKind
from tests.factories.courses import (
    DECISION,
    ENDING,
    STORY,
    choice_value,
    condition_value,
    decision_value,
    effect_value,
    ending_value,
    listed,
    story_value,
    stream,
    variable_value,
)


def script_of(*scenes: tuple[str, dict[str, Any]], variables: tuple[dict[str, Any], ...] = ()) -> Script:
    """The script of an unsaved page."""
    page = SimulationPage(variables=stream(*(("variable", each) for each in variables)), scenes=stream(*scenes))
    return page.script


def test_a_written_scenario_becomes_a_sound_script_that_starts_at_its_first_scene() -> None:
    script = script_of(
        (STORY, story_value("The call", {"next": "At the gate"})),
        (DECISION, decision_value()),
        (ENDING, ending_value("Agreed")),
        (ENDING, ending_value("Stuck", percent=25)),
        variables=(variable_value(),),
    )

    assert check(script).problems == ()
    assert script.start == "The call"
    assert [scene.kind for scene in script.scenes] == [
        SceneKind.STORY,
        SceneKind.DECISION,
        SceneKind.ENDING,
        SceneKind.ENDING,
    ]


def test_a_choice_carries_its_conditions_effects_points_and_reasons() -> None:
    choice_block = choice_value(
        "Listen",
        " Agreed ",
        quality="violation",
        conditions=listed(condition_value("Trust", "ge", "40")),
        effects=listed(
            effect_value("Trust", "subtract", "20", after=2, note="They heard."), effect_value("Told", "set", "是")
        ),
        points=listed({"dimension": "Service", "points": -3}),
    )
    script = script_of(
        (DECISION, decision_value(choices=listed(choice_block))),
        variables=(variable_value(), variable_value("Told", kind="bool", initial="否")),
    )

    [choice] = script.scenes[0].choices

    assert (choice.next, choice.quality, choice.rationale, choice.rule) == (
        "Agreed",
        Quality.VIOLATION,
        "Because.",
        "Article 1.",
    )
    assert choice.conditions == (Condition("Trust", Comparison.AT_LEAST, 40),)
    assert choice.effects == (Effect("Trust", Change.ADD, -20, 2, "They heard."), Effect("Told", Change.SET, True))
    assert choice.points == (("Service", -3),)


def test_the_key_of_a_choice_is_the_id_of_its_block_and_says_nothing() -> None:
    block = listed(choice_value("Take the bribe", "Agreed"))

    script = script_of((DECISION, decision_value(choices=block)))

    assert script.scenes[0].choices[0].key == block[0]["id"]


def test_the_clock_takes_the_choice_of_that_number() -> None:
    script = script_of((DECISION, decision_value(seconds=30, default=2)))

    assert script.scenes[0].seconds == 30
    assert script.scenes[0].default_choice == script.scenes[0].choices[1].key


@pytest.mark.parametrize("number", [None, 0, 3, -1])
def test_a_clock_whose_choice_does_not_exist_is_named_by_the_check(number: int | None) -> None:
    script = script_of((DECISION, decision_value(seconds=30, default=number)), (ENDING, ending_value("Agreed")))

    assert "default-unknown" in {problem.code.value for problem in check(script).problems}


def test_an_ending_is_worth_its_percentage() -> None:
    script = script_of((ENDING, ending_value("Agreed", percent=75)))

    assert script.scenes[0].ending is not None
    assert script.scenes[0].ending.fraction == Decimal("0.75")


def test_a_draft_with_nothing_filled_in_is_a_script_too() -> None:
    empty: dict[str, Any] = {"name": None, "body": None}
    script = script_of(
        (STORY, {**empty, "ways": []}),
        (DECISION, {**empty, "choices": listed(choice_value("", "")), "seconds": None, "default": None}),
        (ENDING, {**empty, "outcome": None, "percent": None, "text": None}),
        variables=({**variable_value(""), "initial": None, "minimum": None, "maximum": None},),
    )

    assert not check(script).is_sound


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        (" 12 ", VariableKind.INTEGER, 12),
        ("-3", VariableKind.INTEGER, -3),
        ("twelve", VariableKind.INTEGER, "twelve"),
        ("是", VariableKind.BOOLEAN, True),
        ("No", VariableKind.BOOLEAN, False),
        ("perhaps", VariableKind.BOOLEAN, "perhaps"),
        ("1", VariableKind.ENUM, "1"),
        ("1", None, "1"),
    ],
)
def test_what_is_typed_is_read_by_the_kind_of_its_variable(
    typed: str, kind: VariableKind | None, value: object
) -> None:
    assert read_value(typed, kind) == value
