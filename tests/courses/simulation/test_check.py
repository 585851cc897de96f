"""Every fault that keeps a scenario from being published is named, where it stands; a sound one passes."""

from dataclasses import replace

import pytest

from courses.simulation.check import check
from courses.simulation.reading import Problem, ProblemCode
from courses.simulation.script import Scene, Script, Variable, VariableKind
from tests.factories.courses import (
    add,
    make_choice,
    make_decision,
    make_ending,
    make_script,
    make_story,
    make_variable,
    parking_script,
    put,
    when,
)


def problems_of(script: Script) -> list[tuple[str, str, str]]:
    """Code, scene and choice of each problem."""
    return [(problem.code.value, problem.scene, problem.choice) for problem in check(script).problems]


def test_a_sound_script_has_no_problems_and_tells_its_scores_and_paths() -> None:
    report = check(parking_script())

    assert report.problems == ()
    assert report.is_sound
    assert (report.best, report.worst, report.paths, report.capped) == (5, -3, 4, False)


def test_it_names_an_empty_script() -> None:
    assert problems_of(Script(start="")) == [("no-scenes", "", "")]


def test_it_names_a_start_that_does_not_exist() -> None:
    script = make_script(make_ending(), start="nowhere")

    assert check(script).problems == (Problem(ProblemCode.START_MISSING, name="nowhere"),)


def test_it_names_a_script_without_an_ending() -> None:
    script = make_script(make_decision("a", make_choice("go", "a", points=())))

    assert ("no-ending", "", "") in problems_of(script)


def test_it_names_two_scenes_of_one_name() -> None:
    assert problems_of(make_script(make_story("a", "end"), make_ending("end"), make_ending("end"))) == [
        ("scene-repeated", "end", "")
    ]


def test_it_names_a_decision_without_choices() -> None:
    assert problems_of(make_script(make_decision("a"), make_ending())) == [("no-choices", "a", "")]


def test_it_names_a_choice_that_leads_nowhere() -> None:
    script = make_script(make_decision("a", make_choice("go", "gone"), make_choice("stay", "end")), make_ending())

    assert check(script).problems == (Problem(ProblemCode.NEXT_UNKNOWN, scene="a", choice="Label of go", name="gone"),)


@pytest.mark.parametrize(
    "fields", [{"conditions": (when("luck", "ge", 1),)}, {"effects": (add("luck", 1),)}], ids=["read", "changed"]
)
def test_it_names_a_variable_that_was_never_declared(fields: dict[str, object]) -> None:
    script = make_script(make_decision("a", make_choice("go", "end", **fields)), make_ending())

    assert check(script).problems == (
        Problem(ProblemCode.VARIABLE_UNKNOWN, scene="a", choice="Label of go", variable="luck"),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"conditions": (when("told", "ge", True),)},
        {"conditions": (when("told", "eq", 3),)},
        {"effects": (add("told", 1),)},
        {"effects": (put("told", "yes"),)},
    ],
    ids=["order of yes and no", "number", "sum", "word"],
)
def test_it_names_a_value_that_does_not_fit_its_variable(fields: dict[str, object]) -> None:
    told = Variable(key="told", label="Told", kind=VariableKind.BOOLEAN, initial=False)
    script = make_script(make_decision("a", make_choice("go", "end", **fields)), make_ending(), variables=(told,))

    assert problems_of(script) == [("value-unfit", "a", "Label of go")]


@pytest.mark.parametrize(
    "variable",
    [
        Variable(key="trust", label="Trust", initial=101),
        Variable(key="trust", label="Trust", minimum=5, maximum=5, initial=5),
        Variable(key="trust", label="Trust", initial="high"),
        Variable(key="trust", label="Trust", kind=VariableKind.ENUM, initial="high", options=("low",)),
    ],
    ids=["outside", "no room", "a word", "not an option"],
)
def test_it_names_a_variable_whose_range_makes_no_sense(variable: Variable) -> None:
    choice = make_choice("go", "end", effects=(put("trust", variable.initial),))
    script = make_script(make_decision("a", choice), make_ending(), variables=(variable,))

    assert "variable-range" in {code for code, _, _ in problems_of(script)}


def test_it_names_two_variables_of_one_name_and_one_that_is_never_used() -> None:
    script = make_script(make_story("a", "end"), make_ending(), variables=(make_variable(), make_variable()))

    codes = [code for code, _, _ in problems_of(script)]

    assert codes == ["variable-repeated", "variable-unused", "variable-unused"]


def test_it_names_a_timer_without_a_default_choice() -> None:
    script = make_script(make_decision("a", make_choice("go", "end"), seconds=30, default_choice="x"), make_ending())

    assert check(script).problems == (Problem(ProblemCode.DEFAULT_UNKNOWN, scene="a", name="x"),)


def test_it_names_a_timer_of_no_length() -> None:
    script = make_script(make_decision("a", make_choice("go", "end"), seconds=0, default_choice="go"), make_ending())

    assert problems_of(script) == [("timer-impossible", "a", "")]


def test_it_names_an_ending_without_a_debrief_and_still_plays_the_script() -> None:
    report = check(make_script(make_story("a", "end"), make_ending(text="  ")))

    assert report.problems == (Problem(ProblemCode.DEBRIEF_MISSING, scene="end"),)
    assert report.paths == 1


@pytest.mark.parametrize("fraction", ["1.01", "-0.1"])
def test_it_names_an_ending_worth_less_than_nothing_or_more_than_all(fraction: str) -> None:
    script = make_script(make_story("a", "end"), make_ending(fraction=fraction))

    assert problems_of(script) == [("fraction-range", "end", "")]


def test_it_names_a_scene_that_nothing_leads_to() -> None:
    script = make_script(make_story("a", "end"), make_story("island", "end"), make_ending())

    assert problems_of(script) == [("scene-unreachable", "island", "")]


def test_it_names_a_scene_that_is_reached_only_through_a_closed_choice() -> None:
    secret = make_choice("secret", "island", conditions=(when("trust", "gt", 90),))
    script = make_script(
        make_decision("a", make_choice("go", "end"), secret),
        make_story("island", "end"),
        make_ending(),
        variables=(make_variable(),),
    )

    assert problems_of(script) == [("choice-never-open", "a", "Label of secret"), ("scene-unreachable", "island", "")]


def test_it_names_a_decision_in_which_nothing_is_open_and_the_way_there() -> None:
    script = make_script(
        make_decision("a", make_choice("spoil", "b", effects=(put("trust", 0),)), make_choice("keep", "b")),
        make_decision("b", make_choice("go", "end", conditions=(when("trust", "gt", 0),))),
        make_ending(),
        variables=(make_variable(),),
    )

    assert check(script).problems == (Problem(ProblemCode.NO_OPEN_CHOICE, scene="b", trail=("Label of spoil",)),)


def test_it_names_a_default_choice_that_may_be_closed_when_the_time_is_up() -> None:
    script = make_script(
        make_decision("a", make_choice("spoil", "b", effects=(put("trust", 0),)), make_choice("keep", "b")),
        make_decision(
            "b",
            make_choice("go", "end", conditions=(when("trust", "gt", 0),)),
            make_choice("wait", "end"),
            seconds=30,
            default_choice="go",
        ),
        make_ending(),
        variables=(make_variable(),),
    )

    assert check(script).problems == (
        Problem(ProblemCode.DEFAULT_CLOSED, scene="b", choice="Label of go", trail=("Label of spoil",)),
    )


def test_it_names_a_loop_without_an_exit_and_does_not_run_for_ever() -> None:
    script = make_script(
        make_decision("a", make_choice("in", "ring", points=()), make_choice("out", "end")),
        make_story("ring", "round"),
        make_story("round", "ring"),
        make_ending(),
    )

    assert problems_of(script) == [("loop-without-exit", "ring", ""), ("loop-without-exit", "round", "")]


def test_a_loop_with_an_exit_is_sound() -> None:
    script = make_script(
        make_decision("a", make_choice("again", "a", points=()), make_choice("out", "end")), make_ending()
    )

    assert check(script).problems == ()
    assert check(script).paths == 1


def test_it_names_a_loop_that_gives_points_every_time_round() -> None:
    script = make_script(make_decision("a", make_choice("again", "a"), make_choice("out", "end")), make_ending())

    assert problems_of(script) == [("loop-with-points", "a", "Label of again")]


def test_a_loop_that_uses_up_time_may_give_points() -> None:
    again = make_choice("again", "a", conditions=(when("time", "gt", 0),), effects=(add("time", -1),))
    script = make_script(
        make_decision("a", again, make_choice("out", "end", points=())),
        make_ending(),
        variables=(Variable(key="time", label="Time", initial=3, maximum=3),),
    )

    report = check(script)

    assert report.problems == ()
    assert (report.best, report.worst, report.paths) == (6, 0, 4)


def test_it_names_a_delayed_effect_that_closes_the_only_way_later() -> None:
    script = make_script(
        make_decision("a", make_choice("go", "b", effects=(put("trust", 0, after=2),))),
        make_story("b", "c"),
        make_decision("c", make_choice("on", "end", conditions=(when("trust", "gt", 0),))),
        make_ending(),
        variables=(make_variable(),),
    )

    assert problems_of(script)[-1] == ("no-open-choice", "c", "")


def counting_script(length: int) -> Script:
    """A script in which many decisions each multiply the states."""
    scenes: list[Scene] = []
    for number in range(length):
        following = f"s{number + 1}" if number + 1 < length else "end"
        choices = (
            make_choice("more", following, effects=(add("trust", 2**number),)),
            make_choice("same", following),
        )
        scenes.append(make_decision(f"s{number}", *choices))
    counter = replace(make_variable(initial=0), maximum=2**length)
    return make_script(*scenes, make_ending(), make_story("island", "end"), variables=(counter,))


def test_it_says_that_the_cap_was_hit_and_claims_nothing_it_has_not_seen() -> None:
    whole = check(counting_script(8))
    cut = check(counting_script(8), cap=100)

    assert (whole.capped, [problem.scene for problem in whole.problems]) == (False, ["island"])
    assert (cut.capped, cut.problems) == (True, ())
    assert 100 <= cut.states < whole.states


def test_a_script_of_many_states_is_checked_up_to_the_cap() -> None:
    report = check(counting_script(20))

    assert report.capped
    assert 200_000 <= report.states < 200_010
