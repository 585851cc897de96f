"""What holds for every script and every way through it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.simulation.check import check
from courses.simulation.engine import ChoiceRefused, State, allowed, begin, ending_of, replay, scene_of, step
from courses.simulation.script import Change, Choice, Condition, Effect, Scene, Script
from tests.factories.courses import make_choice, make_decision, make_ending, make_script, make_variable, when

KEYS = ("trust", "order")

# A busy machine is slow, not wrong.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

conditions = st.builds(
    when, st.sampled_from(KEYS), st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]), st.integers(-20, 120)
)
effects = st.builds(
    Effect, st.sampled_from(KEYS), st.sampled_from(Change), st.integers(-300, 300), st.integers(0, 3), st.just("")
)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """A script whose decisions lead to later scenes only, with conditions and effects as they come."""
    count = draw(st.integers(1, 4))
    scenes: list[Scene] = []
    for number in range(count):
        targets = st.sampled_from([*(f"s{later}" for later in range(number + 1, count)), "end"])
        choices = tuple(
            _choice(f"c{n}", draw(targets), draw(st.lists(conditions, max_size=2)), draw(st.lists(effects, max_size=3)))
            for n in range(draw(st.integers(1, 3)))
        )
        scenes.append(make_decision(f"s{number}", *choices))
    return make_script(*scenes, make_ending(), variables=tuple(make_variable(key) for key in KEYS))


def _choice(key: str, target: str, when_all: list[Condition], then: list[Effect]) -> Choice:
    return make_choice(key, target, conditions=tuple(when_all), effects=tuple(then), points=(("p", len(then)),))


def walk(script: Script, draws: list[int]) -> tuple[list[str], list[State]]:
    """Play by taking one of the open choices at each step until the end, a dead end or the last draw."""
    states = [begin(script)]
    taken: list[str] = []
    for draw in draws:
        options = allowed(script, states[-1])
        if not options:
            break
        taken.append(options[draw % len(options)].key)
        states.append(step(script, states[-1], taken[-1]))
    return taken, states


draws = st.lists(st.integers(0, 5), max_size=6)


@patiently
@given(scripts(), draws)
def test_no_number_ever_leaves_its_range(script: Script, choices: list[int]) -> None:
    _, states = walk(script, choices)

    assert all(0 <= value <= 100 for state in states for value in state.values if isinstance(value, int))


@patiently
@given(scripts(), draws)
def test_a_replay_gives_the_state_that_was_played_however_often(script: Script, choices: list[int]) -> None:
    taken, states = walk(script, choices)
    copy = Script.from_json(script.to_json())

    assert replay(script, taken) == states[-1] == replay(copy, taken)


@patiently
@given(scripts(), draws)
def test_a_choice_that_is_not_offered_is_refused(script: Script, choices: list[int]) -> None:
    _, states = walk(script, choices)
    offered = {choice.key for choice in allowed(script, states[-1])}

    for choice in scene_of(script, states[-1]).choices:
        if choice.key not in offered:
            with pytest.raises(ChoiceRefused):
                step(script, states[-1], choice.key)


@patiently
@given(scripts(), draws)
def test_a_script_without_dead_ends_brings_every_run_to_an_ending(script: Script, choices: list[int]) -> None:
    codes = {problem.code.value for problem in check(script).problems}
    taken, states = walk(script, [*choices, 0, 0, 0, 0, 0])

    if "no-open-choice" not in codes:
        assert ending_of(script, states[-1]) is not None
        assert len(taken) <= len(script.scenes)


@patiently
@given(scripts(), draws)
def test_no_run_scores_beyond_the_best_or_below_the_worst(script: Script, choices: list[int]) -> None:
    report = check(script)
    _, states = walk(script, [*choices, 0, 0, 0, 0, 0])

    if ending_of(script, states[-1]) is not None:
        assert report.best is not None
        assert report.worst is not None
        assert report.worst <= states[-1].total <= report.best


@patiently
@given(scripts())
def test_best_worst_and_paths_equal_those_of_playing_every_path(script: Script) -> None:
    totals: list[int] = []

    def play(state: State) -> None:
        if ending_of(script, state) is not None:
            totals.append(state.total)
        for choice in allowed(script, state):
            play(step(script, state, choice.key))

    play(begin(script))
    report = check(script)

    assert report.paths == len(totals)
    assert (report.best, report.worst) == ((max(totals), min(totals)) if totals else (None, None))
