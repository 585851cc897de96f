"""How a scenario is played, and what of it a trainee may see."""

from dataclasses import asdict

import pytest

from courses.simulation.engine import (
    ChoiceRefused,
    Meter,
    Option,
    allowed,
    begin,
    debrief,
    ending_of,
    overdue_choice,
    present,
    replay,
    step,
)
from courses.simulation.script import Scene, SceneKind, Variable, VariableKind
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


def test_a_run_begins_at_the_start_with_the_initial_values() -> None:
    state = begin(parking_script())

    assert (state.scene, state.values, state.points) == ("call", (50, 3, 5), ())


def test_a_choice_changes_the_variables_earns_its_points_and_leads_on() -> None:
    state = replay(parking_script(), ["onward", "listen"])

    assert (state.scene, state.values, state.points) == ("plan", (70, 2, 5), (("service", 2),))


def test_effects_run_in_order_and_a_number_never_leaves_its_range() -> None:
    effects = (add("trust", 90), add("trust", -10), put("trust", 500), add("trust", -1))
    script = make_script(
        make_decision("a", make_choice("go", "end", effects=effects)), make_ending(), variables=(make_variable(),)
    )

    assert replay(script, ["go"]).values == (99,)


def test_conditions_are_read_before_the_effects() -> None:
    choice = make_choice("go", "a", conditions=(when("trust", "eq", 50),), effects=(put("trust", 0),))
    script = make_script(make_decision("a", choice), variables=(make_variable(),))

    state = step(script, begin(script), "go")

    assert state.values == (0,)
    assert allowed(script, state) == ()


@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        ("eq", False, True, False),
        ("ne", True, False, True),
        ("lt", True, False, False),
        ("le", True, True, False),
        ("gt", False, False, True),
        ("ge", False, True, True),
    ],
)
def test_each_comparison_opens_and_closes_a_choice(comparison: str, below: bool, equal: bool, above: bool) -> None:
    choice = make_choice("go", "end", conditions=(when("trust", comparison, 50),))

    opened = [
        bool(allowed(script, begin(script)))
        for initial in (49, 50, 51)
        for script in [
            make_script(make_decision("a", choice), make_ending(), variables=(make_variable(initial=initial),))
        ]
    ]

    assert opened == [below, equal, above]


def test_all_conditions_must_hold() -> None:
    choice = make_choice("go", "end", conditions=(when("trust", "ge", 50), when("told", "eq", True)))
    told = Variable(key="told", label="Told", kind=VariableKind.BOOLEAN, initial=False)
    script = make_script(make_decision("a", choice), make_ending(), variables=(make_variable(), told))

    assert allowed(script, begin(script)) == ()


@pytest.mark.parametrize("choices", [["listen"], ["onward", "nonsense"], ["onward", "listen", "shortcut"]])
def test_it_refuses_a_choice_that_is_elsewhere_unknown_or_hidden(choices: list[str]) -> None:
    with pytest.raises(ChoiceRefused):
        replay(parking_script(), choices)


def test_a_story_scene_goes_on_by_the_first_way_that_is_open() -> None:
    ways = (
        make_choice("well", "glad", conditions=(when("trust", "ge", 60),)),
        make_choice("fair", "calm", conditions=(when("trust", "ge", 40),)),
        make_choice("else", "cold"),
    )
    story = Scene(key="later", kind=SceneKind.STORY, title="A month later", choices=ways)

    ways_on = [
        [choice.next for choice in allowed(script, begin(script))]
        for initial in (70, 50, 10)
        for script in [make_script(story, make_ending("glad"), variables=(make_variable(initial=initial),))]
    ]

    assert ways_on == [["glad"], ["calm"], ["cold"]]


def test_it_refuses_any_choice_after_the_ending() -> None:
    script = parking_script()
    finished = ["onward", "listen", "vote"]
    assert ending_of(script, replay(script, finished)) is not None

    with pytest.raises(ChoiceRefused):
        replay(script, [*finished, "vote"])


def test_a_delayed_effect_fires_on_arrival_at_the_scene_it_was_set_for() -> None:
    script = make_script(
        make_decision("a", make_choice("go", "b", effects=(add("trust", -30, after=3, note="They remember."),))),
        make_story("b", "c"),
        make_story("c", "end"),
        make_ending(),
        variables=(make_variable(),),
    )

    trust = [replay(script, ["go", "onward", "onward"][:length]).values[0] for length in range(4)]
    news = [replay(script, ["go", "onward", "onward"][:length]).news for length in range(4)]

    assert trust == [50, 50, 50, 20]
    assert news == [(), (), (), ("They remember.",)]


def test_the_news_of_a_delayed_effect_is_told_once() -> None:
    script = make_script(
        make_decision("a", make_choice("go", "b", effects=(add("trust", 1, after=1, note="News."),))),
        make_story("b", "end"),
        make_ending(),
        variables=(make_variable(),),
    )

    assert replay(script, ["go"]).news == ("News.",)
    assert replay(script, ["go", "onward"]).news == ()


def test_the_presentation_holds_open_choices_and_visible_variables() -> None:
    script = parking_script()

    shown = present(script, replay(script, ["onward", "listen"]))

    assert shown.kind is SceneKind.DECISION
    assert (shown.title, shown.body, shown.seconds) == ("Title of plan", "Body of plan", 60)
    assert shown.options == (Option("vote", "Label of vote"), Option("postpone", "Label of postpone"))
    assert shown.meters == (Meter("Label of trust", 70, 0, 100), Meter("Time", 2, 0, 3))


def test_the_presentation_gives_nothing_away() -> None:
    script = parking_script()
    state = replay(script, ["onward", "listen"])
    everything = script.to_json()

    shown = str(asdict(present(script, state)))

    for secret in ("Reason of vote", "Rule of vote", "shortcut", "Honesty", "agreed", "stuck", "law", "service"):
        assert secret in everything
        assert secret not in shown


def test_the_server_takes_the_default_choice_for_one_who_is_late() -> None:
    script = parking_script()
    state = replay(script, ["onward", "decree"])

    late = step(script, state, overdue_choice(script, state))

    assert late.scene == "stuck"


def test_the_debrief_gives_the_reason_and_the_rule_of_each_decision() -> None:
    looked_back = debrief(parking_script(), ["onward", "decree", "shortcut"])

    assert [(turn.number, turn.label, turn.rationale, turn.rule) for turn in looked_back.turns] == [
        (1, "Label of decree", "Reason of decree", "Rule of decree"),
        (2, "Label of shortcut", "Reason of shortcut", "Rule of shortcut"),
    ]
    assert looked_back.points == (("law", -2), ("service", -1))
    assert looked_back.ending is not None
    assert looked_back.ending.outcome == "Outcome of stuck"


def test_the_debrief_follows_every_variable_hidden_ones_too() -> None:
    series = debrief(parking_script(), ["onward", "decree", "shortcut"]).series

    assert [(item.key, item.visible, item.values) for item in series] == [
        ("trust", True, (50, 50, 20, 20)),
        ("time", True, (3, 3, 3, 3)),
        ("honesty", False, (5, 5, 5, 4)),
    ]
