"""How a scenario is played: from a state by a choice to the next state, the same way every time.

The server alone runs this. What a browser may know of a state is what `present` gives, and nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import eq, ge, gt, le, lt, ne
from typing import Any

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
)

COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: eq,
    Comparison.DIFFERENT: ne,
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.MORE: gt,
    Comparison.AT_LEAST: ge,
}


class ChoiceRefused(Exception):
    """The choice does not exist in this scene, is hidden by its conditions, or the run has ended."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A delayed effect and how many scenes it still has to wait."""

    scenes_left: int
    effect: Effect


@dataclass(frozen=True, slots=True)
class State:
    """Where a run stands: the scene, the variables in the script's order, what is still to come, the points so far."""

    scene: str
    values: tuple[Value, ...]
    pending: tuple[Pending, ...] = ()
    points: tuple[tuple[str, int], ...] = ()
    news: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The points of all dimensions together."""
        return sum(points for _, points in self.points)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as the trainee sees it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Meter:
    """A visible variable as the trainee sees it; `minimum` and `maximum` are None unless it is a number."""

    label: str
    value: Value
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Presentation:
    """All that a browser may know of a state."""

    kind: SceneKind
    title: str
    body: str
    options: tuple[Option, ...]
    meters: tuple[Meter, ...]
    news: tuple[str, ...]
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One decision of a finished path, with the reason and the rule behind the choice that was made."""

    number: int
    title: str
    body: str
    label: str
    rationale: str
    rule: str
    quality: Quality
    points: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One variable over the whole path, hidden or not; the first value is the initial one."""

    key: str
    label: str
    visible: bool
    minimum: int | None
    maximum: int | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """What a run is looked back on by: the decisions, the variables over time, the ending and the points."""

    turns: tuple[Turn, ...]
    titles: tuple[str, ...]
    series: tuple[Series, ...]
    ending: Ending | None
    points: tuple[tuple[str, int], ...]


def begin(script: Script) -> State:
    """The state in which every run of this script starts."""
    return State(scene=script.start, values=tuple(variable.clamp(variable.initial) for variable in script.variables))


def scene_of(script: Script, state: State) -> Scene:
    """The scene in which a state stands."""
    return script.scene_by_key[state.scene]


def allowed(script: Script, state: State) -> tuple[Choice, ...]:
    """The choices that are open in this state, in the author's order; none at an ending.

    A story scene has one way on at a time: the first whose conditions hold. So a scenario branches by what was done
    before, without the trainee being asked.
    """
    scene = scene_of(script, state)
    opened = tuple(choice for choice in scene.choices if is_open(script, state, choice))
    return opened[:1] if scene.kind is SceneKind.STORY else opened


def is_open(script: Script, state: State, choice: Choice) -> bool:
    """Whether all conditions of a choice hold in this state."""
    return all(_holds(script, state, condition) for condition in choice.conditions)


def step(script: Script, state: State, choice_key: str) -> State:
    """Take an open choice: conditions were read before, effects run in order, then what was delayed falls due."""
    choice = next((choice for choice in allowed(script, state) if choice.key == choice_key), None)
    if choice is None:
        raise ChoiceRefused(choice_key)
    values = list(state.values)
    for effect in choice.effects:
        if effect.after <= 0:
            _apply(script, values, effect)
    waiting = state.pending + tuple(Pending(effect.after, effect) for effect in choice.effects if effect.after > 0)
    return _arrive(
        script,
        State(
            scene=choice.next,
            values=tuple(values),
            pending=waiting,
            points=_added(state.points, choice.points),
        ),
    )


def replay(script: Script, choices: Iterable[str]) -> State:
    """The state to which a list of choices leads from the start; a refused one refuses the whole list."""
    return path(script, choices)[-1]


def path(script: Script, choices: Iterable[str]) -> tuple[State, ...]:
    """Every state of a run, the first and the last included."""
    states = [begin(script)]
    for choice_key in choices:
        states.append(step(script, states[-1], choice_key))
    return tuple(states)


def ending_of(script: Script, state: State) -> Ending | None:
    """The ending, if the run has reached one."""
    return scene_of(script, state).ending


def overdue_choice(script: Script, state: State) -> str:
    """The choice that the server takes for a trainee whose time in this scene is up."""
    return scene_of(script, state).default_choice


def present(script: Script, state: State) -> Presentation:
    """What the trainee may see now: no points, no next scene, no closed choice, no hidden variable."""
    scene = scene_of(script, state)
    return Presentation(
        kind=scene.kind,
        title=scene.title,
        body=scene.body,
        options=tuple(Option(choice.key, choice.label) for choice in allowed(script, state)),
        meters=tuple(
            Meter(variable.label, value, *((variable.minimum, variable.maximum) if _is_number(value) else ()))
            for variable, value in zip(script.variables, state.values, strict=True)
            if variable.visible
        ),
        news=state.news,
        seconds=scene.seconds,
    )


def debrief(script: Script, choices: Iterable[str]) -> Debrief:
    """Look back on a run: the reason and the rule behind each decision, and every variable over time."""
    chosen = tuple(choices)
    states = path(script, chosen)
    return Debrief(
        turns=_turns(script, states, chosen),
        titles=tuple(scene_of(script, state).title for state in states),
        series=tuple(
            Series(
                variable.key,
                variable.label,
                variable.visible,
                variable.minimum if _is_number(variable.initial) else None,
                variable.maximum if _is_number(variable.initial) else None,
                tuple(state.values[number] for state in states),
            )
            for number, variable in enumerate(script.variables)
        ),
        ending=ending_of(script, states[-1]),
        points=states[-1].points,
    )


def _turns(script: Script, states: tuple[State, ...], chosen: tuple[str, ...]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for state, key in zip(states, chosen, strict=False):
        scene = scene_of(script, state)
        choice = scene.choice(key)
        if scene.kind is SceneKind.DECISION and choice is not None:
            turns.append(
                Turn(
                    number=len(turns) + 1,
                    title=scene.title,
                    body=scene.body,
                    label=choice.label,
                    rationale=choice.rationale,
                    rule=choice.rule,
                    quality=choice.quality,
                    points=choice.points,
                )
            )
    return tuple(turns)


def _holds(script: Script, state: State, condition: Condition) -> bool:
    value = state.values[script.position[condition.variable]]
    return COMPARE[condition.comparison](value, condition.value)


def _apply(script: Script, values: list[Value], effect: Effect) -> None:
    number = script.position[effect.variable]
    variable = script.variables[number]
    if effect.change is Change.ADD:
        values[number] = variable.clamp(int(values[number]) + int(effect.value))
    else:
        values[number] = variable.clamp(effect.value)


def _arrive(script: Script, state: State) -> State:
    if not state.pending:
        return state
    values = list(state.values)
    waiting: list[Pending] = []
    news: list[str] = []
    for pending in state.pending:
        if pending.scenes_left > 1:
            waiting.append(Pending(pending.scenes_left - 1, pending.effect))
            continue
        _apply(script, values, pending.effect)
        if pending.effect.note:
            news.append(pending.effect.note)
    return replace(state, values=tuple(values), pending=tuple(waiting), news=tuple(news))


def _added(points: tuple[tuple[str, int], ...], more: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    totals = dict(points)
    for dimension, value in more:
        totals[dimension] = totals.get(dimension, 0) + value
    return tuple(sorted(totals.items()))


def _is_number(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
