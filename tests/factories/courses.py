"""Scenarios for tests, small enough to be read at a glance."""

from decimal import Decimal

from courses.simulation.script import (
    Change,
    Choice,
    Comparison,
    Condition,
    Effect,
    Ending,
    Quality,
    Scene,
    SceneKind,
    Script,
    Value,
    Variable,
)


def make_variable(key: str = "trust", *, initial: int = 50, visible: bool = True) -> Variable:
    """A number between 0 and 100."""
    return Variable(key=key, label=f"Label of {key}", initial=initial, visible=visible)


def make_choice(key: str, next_scene: str, **fields: object) -> Choice:
    """A choice worth two points of one dimension, unless said otherwise."""
    defaults: dict[str, object] = {
        "label": f"Label of {key}",
        "points": (("service", 2),),
        "rationale": f"Reason of {key}",
        "rule": f"Rule of {key}",
        "quality": Quality.GOOD,
    }
    return Choice(key=key, next=next_scene, **{**defaults, **fields})  # type: ignore[arg-type]


def make_decision(key: str, *choices: Choice, seconds: int | None = None, default_choice: str = "") -> Scene:
    """A scene in which the trainee decides."""
    return Scene(
        key=key,
        kind=SceneKind.DECISION,
        title=f"Title of {key}",
        body=f"Body of {key}",
        choices=choices,
        seconds=seconds,
        default_choice=default_choice,
    )


def make_story(key: str, next_scene: str) -> Scene:
    """A scene with a single way on."""
    onward = Choice(key="onward", label="", next=next_scene)
    return Scene(key=key, kind=SceneKind.STORY, title=f"Title of {key}", body=f"Body of {key}", choices=(onward,))


def make_ending(key: str = "end", *, fraction: str = "1", text: str = "What the trainer says.") -> Scene:
    """A scene in which the run is over."""
    ending = Ending(outcome=f"Outcome of {key}", fraction=Decimal(fraction), text=text)
    return Scene(key=key, kind=SceneKind.ENDING, title=f"Title of {key}", body=f"Body of {key}", ending=ending)


def make_script(*scenes: Scene, variables: tuple[Variable, ...] = (), start: str | None = None) -> Script:
    """A script that starts at its first scene."""
    return Script(start=scenes[0].key if start is None else start, variables=variables, scenes=scenes)


def when(variable: str, comparison: str, value: Value) -> Condition:
    """A condition, with the comparison by its short name."""
    return Condition(variable, Comparison(comparison), value)


def add(variable: str, value: int, *, after: int = 0, note: str = "") -> Effect:
    """An effect that adds."""
    return Effect(variable, Change.ADD, value, after, note)


def put(variable: str, value: Value, *, after: int = 0) -> Effect:
    """An effect that sets."""
    return Effect(variable, Change.SET, value, after)


def parking_script() -> Script:
    """Residents quarrel over parking: listen or decree, then a shortcut for those who are not trusted."""
    return make_script(
        make_story("call", "meeting"),
        make_decision(
            "meeting",
            make_choice("listen", "plan", effects=(add("trust", 20), add("time", -1))),
            make_choice(
                "decree",
                "plan",
                effects=(add("trust", -30), add("honesty", -1, after=2, note="Somebody complained.")),
                points=(("service", -1),),
                quality=Quality.VIOLATION,
            ),
        ),
        make_decision(
            "plan",
            make_choice("vote", "agreed", conditions=(when("trust", "ge", 50),), points=(("law", 3),)),
            make_choice("postpone", "stuck", points=(("law", 0),), quality=Quality.ACCEPTABLE),
            make_choice("shortcut", "stuck", conditions=(when("trust", "lt", 50),), points=(("law", -2),)),
            seconds=60,
            default_choice="postpone",
        ),
        make_ending("agreed"),
        make_ending("stuck", fraction="0.3"),
        variables=(
            make_variable("trust"),
            Variable(key="time", label="Time", initial=3, maximum=3),
            Variable(key="honesty", label="Honesty", initial=5, maximum=5, visible=False),
        ),
    )
