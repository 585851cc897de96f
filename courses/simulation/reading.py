"""The faults of a script that can be read off it without playing: names that lead nowhere, values that do not fit."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from courses.simulation.script import (
    Change,
    Choice,
    Comparison,
    Scene,
    SceneKind,
    Script,
    Value,
    Variable,
    VariableKind,
)

ORDERED = {Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST}


class ProblemCode(StrEnum):
    NO_SCENES = "no-scenes"
    START_MISSING = "start-missing"
    NO_ENDING = "no-ending"
    SCENE_REPEATED = "scene-repeated"
    VARIABLE_REPEATED = "variable-repeated"
    VARIABLE_RANGE = "variable-range"
    NO_CHOICES = "no-choices"
    CHOICE_REPEATED = "choice-repeated"
    NEXT_UNKNOWN = "next-unknown"
    VARIABLE_UNKNOWN = "variable-unknown"
    VALUE_UNFIT = "value-unfit"
    DEFAULT_UNKNOWN = "default-unknown"
    TIMER_IMPOSSIBLE = "timer-impossible"
    FRACTION_RANGE = "fraction-range"
    DEBRIEF_MISSING = "debrief-missing"
    VARIABLE_UNUSED = "variable-unused"
    SCENE_UNREACHABLE = "scene-unreachable"
    CHOICE_NEVER_OPEN = "choice-never-open"
    NO_OPEN_CHOICE = "no-open-choice"
    DEFAULT_CLOSED = "default-closed"
    LOOP_WITHOUT_EXIT = "loop-without-exit"
    LOOP_WITH_POINTS = "loop-with-points"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, where it stands, and the labels of the choices that lead a trainee there."""

    code: ProblemCode
    scene: str = ""
    choice: str = ""
    variable: str = ""
    name: str = ""
    trail: tuple[str, ...] = ()


def read(script: Script) -> Iterator[Problem]:
    """Every fault that can be named without playing the script."""
    if not script.scenes:
        yield Problem(ProblemCode.NO_SCENES)
        return
    if script.start not in script.scene_by_key:
        yield Problem(ProblemCode.START_MISSING, name=script.start)
    if not any(scene.kind is SceneKind.ENDING for scene in script.scenes):
        yield Problem(ProblemCode.NO_ENDING)
    yield from _read_variables(script)
    for key, count in Counter(scene.key for scene in script.scenes).items():
        if count > 1:
            yield Problem(ProblemCode.SCENE_REPEATED, scene=key)
    for scene in script.scenes:
        yield from _read_scene(script, scene)


def _read_variables(script: Script) -> Iterator[Problem]:
    for key, count in Counter(variable.key for variable in script.variables).items():
        if count > 1:
            yield Problem(ProblemCode.VARIABLE_REPEATED, variable=key)
    used = set(_mentioned(script))
    for variable in script.variables:
        if not _has_sound_range(variable):
            yield Problem(ProblemCode.VARIABLE_RANGE, variable=variable.key)
        if variable.key not in used:
            yield Problem(ProblemCode.VARIABLE_UNUSED, variable=variable.key)


def _mentioned(script: Script) -> Iterator[str]:
    for scene in script.scenes:
        for choice in scene.choices:
            yield from (condition.variable for condition in choice.conditions)
            yield from (effect.variable for effect in choice.effects)


def _has_sound_range(variable: Variable) -> bool:
    if not variable.accepts(variable.initial):
        return False
    if variable.kind is VariableKind.INTEGER:
        return variable.minimum < variable.maximum and variable.clamp(variable.initial) == variable.initial
    return True


def _read_scene(script: Script, scene: Scene) -> Iterator[Problem]:
    if scene.kind is SceneKind.ENDING:
        yield from _read_ending(scene)
    else:
        yield from _read_ways_on(script, scene)


def _read_ending(scene: Scene) -> Iterator[Problem]:
    if scene.ending is None or not scene.ending.text.strip():
        yield Problem(ProblemCode.DEBRIEF_MISSING, scene=scene.key)
    if scene.ending is not None and not Decimal(0) <= scene.ending.fraction <= Decimal(1):
        yield Problem(ProblemCode.FRACTION_RANGE, scene=scene.key)


def _read_ways_on(script: Script, scene: Scene) -> Iterator[Problem]:
    if not scene.choices:
        yield Problem(ProblemCode.NO_CHOICES, scene=scene.key)
    for key, count in Counter(choice.key for choice in scene.choices).items():
        if count > 1:
            yield Problem(ProblemCode.CHOICE_REPEATED, scene=scene.key, name=key)
    if scene.seconds is not None and scene.seconds <= 0:
        yield Problem(ProblemCode.TIMER_IMPOSSIBLE, scene=scene.key)
    if scene.seconds is not None and scene.choice(scene.default_choice) is None:
        yield Problem(ProblemCode.DEFAULT_UNKNOWN, scene=scene.key, name=scene.default_choice)
    for choice in scene.choices:
        yield from _read_choice(script, scene, choice)


def _read_choice(script: Script, scene: Scene, choice: Choice) -> Iterator[Problem]:
    if choice.next not in script.scene_by_key:
        yield Problem(ProblemCode.NEXT_UNKNOWN, scene=scene.key, choice=choice.label, name=choice.next)
    for condition in choice.conditions:
        is_ordered = condition.comparison in ORDERED
        yield from _read_use(script, scene, choice, condition.variable, condition.value, only_numbers=is_ordered)
    for effect in choice.effects:
        is_sum = effect.change is Change.ADD
        yield from _read_use(script, scene, choice, effect.variable, effect.value, only_numbers=is_sum)


def _read_use(
    script: Script, scene: Scene, choice: Choice, key: str, value: Value, *, only_numbers: bool
) -> Iterator[Problem]:
    variable = script.variable_by_key.get(key)
    if variable is None:
        yield Problem(ProblemCode.VARIABLE_UNKNOWN, scene=scene.key, choice=choice.label, variable=key)
    elif not variable.accepts(value) or (only_numbers and variable.kind is not VariableKind.INTEGER):
        yield Problem(ProblemCode.VALUE_UNFIT, scene=scene.key, choice=choice.label, variable=key, name=_written(value))


def _written(value: Value) -> str:
    return value if isinstance(value, str) else str(value)
