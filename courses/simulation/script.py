"""What a scenario is: variables, scenes, choices with conditions and effects, endings; plain data and its JSON form.

A script may be broken (drafts always save): only `check` judges it. `from_json` refuses what is not a script at all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from typing import Any

FORMAT = 1

Value = int | bool | str


class ScriptFormatError(ValueError):
    """The text is not a script in a format that this code can read."""


class VariableKind(StrEnum):
    INTEGER = "int"
    BOOLEAN = "bool"
    ENUM = "enum"


class SceneKind(StrEnum):
    STORY = "scene"
    DECISION = "decision"
    ENDING = "ending"


class Comparison(StrEnum):
    EQUAL = "eq"
    DIFFERENT = "ne"
    LESS = "lt"
    AT_MOST = "le"
    MORE = "gt"
    AT_LEAST = "ge"


class Change(StrEnum):
    SET = "set"
    ADD = "add"


class Quality(StrEnum):
    GOOD = "good"
    ACCEPTABLE = "acceptable"
    VIOLATION = "violation"


@dataclass(frozen=True, slots=True)
class Variable:
    """Something the scenario keeps count of, such as the trust of the residents."""

    key: str
    label: str
    kind: VariableKind = VariableKind.INTEGER
    initial: Value = 0
    minimum: int = 0
    maximum: int = 100
    options: tuple[str, ...] = ()
    visible: bool = True

    def accepts(self, value: Value) -> bool:
        """Whether a value is of this variable's kind (an integer outside the range is, since it will be clamped)."""
        match self.kind:
            case VariableKind.INTEGER:
                return isinstance(value, int) and not isinstance(value, bool)
            case VariableKind.BOOLEAN:
                return isinstance(value, bool)
            case VariableKind.ENUM:
                return isinstance(value, str) and value in self.options

    def clamp(self, value: Value) -> Value:
        """The value itself, or for an integer the nearest one within the range."""
        if self.kind is VariableKind.INTEGER and not isinstance(value, str):
            return max(self.minimum, min(self.maximum, int(value)))
        return value


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of one variable with a constant."""

    variable: str
    comparison: Comparison
    value: Value


@dataclass(frozen=True, slots=True)
class Effect:
    """A change to one variable, at once or on arrival at the n-th scene after this one; `note` tells a delayed one."""

    variable: str
    change: Change
    value: Value
    after: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on from a scene; open while all its conditions hold."""

    key: str
    label: str
    next: str
    conditions: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    points: tuple[tuple[str, int], ...] = ()
    rationale: str = ""
    rule: str = ""
    quality: Quality = Quality.ACCEPTABLE

    @property
    def total(self) -> int:
        """The points of all dimensions together."""
        return sum(points for _, points in self.points)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a path ended: the outcome in a phrase, its worth in [0, 1], and what the trainer says about it."""

    outcome: str
    fraction: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One page of the story: a story scene goes on by the first way that is open, a decision asks, an ending ends."""

    key: str
    kind: SceneKind
    title: str
    body: str = ""
    choices: tuple[Choice, ...] = ()
    seconds: int | None = None
    default_choice: str = ""
    ending: Ending | None = None

    def choice(self, key: str) -> Choice | None:
        """The choice of this key, open or not."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class Script:
    """A whole scenario, as it is pinned and replayed."""

    start: str
    variables: tuple[Variable, ...] = ()
    scenes: tuple[Scene, ...] = ()
    format: int = field(default=FORMAT)

    @cached_property
    def scene_by_key(self) -> Mapping[str, Scene]:
        """The scenes by key; of two with one key (a problem that `check` names) the first."""
        return {scene.key: scene for scene in reversed(self.scenes)}

    @cached_property
    def variable_by_key(self) -> Mapping[str, Variable]:
        """The variables by key; of two with one key the first."""
        return {variable.key: variable for variable in reversed(self.variables)}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where in a state's values a variable stands."""
        return {variable.key: number for number, variable in reversed(list(enumerate(self.variables)))}

    def to_json(self) -> str:
        """Canonical JSON: the same script always gives the same text."""
        return json.dumps(_script_data(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Script":
        """Read what `to_json` wrote; refuse anything else with `ScriptFormatError`."""
        try:
            data = json.loads(text)
            if data["format"] != FORMAT:
                raise ScriptFormatError(f"Unknown script format {data['format']!r}.")
            return cls(
                start=str(data["start"]),
                variables=tuple(_variable(item) for item in data["variables"]),
                scenes=tuple(_scene(item) for item in data["scenes"]),
            )
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            if isinstance(error, ScriptFormatError):
                raise
            raise ScriptFormatError(f"This is not a script: {error!r}.") from error


def _script_data(script: Script) -> dict[str, Any]:
    return {
        "format": script.format,
        "start": script.start,
        "variables": [_variable_data(variable) for variable in script.variables],
        "scenes": [_scene_data(scene) for scene in script.scenes],
    }


def _variable_data(variable: Variable) -> dict[str, Any]:
    return {
        "key": variable.key,
        "label": variable.label,
        "kind": variable.kind.value,
        "initial": variable.initial,
        "minimum": variable.minimum,
        "maximum": variable.maximum,
        "options": list(variable.options),
        "visible": variable.visible,
    }


def _variable(data: Mapping[str, Any]) -> Variable:
    return Variable(
        key=str(data["key"]),
        label=str(data["label"]),
        kind=VariableKind(data["kind"]),
        initial=_value(data["initial"]),
        minimum=int(data["minimum"]),
        maximum=int(data["maximum"]),
        options=tuple(str(option) for option in data["options"]),
        visible=bool(data["visible"]),
    )


def _scene_data(scene: Scene) -> dict[str, Any]:
    return {
        "key": scene.key,
        "kind": scene.kind.value,
        "title": scene.title,
        "body": scene.body,
        "choices": [_choice_data(choice) for choice in scene.choices],
        "seconds": scene.seconds,
        "default_choice": scene.default_choice,
        "ending": scene.ending and _ending_data(scene.ending),
    }


def _scene(data: Mapping[str, Any]) -> Scene:
    return Scene(
        key=str(data["key"]),
        kind=SceneKind(data["kind"]),
        title=str(data["title"]),
        body=str(data["body"]),
        choices=tuple(_choice(item) for item in data["choices"]),
        seconds=None if data["seconds"] is None else int(data["seconds"]),
        default_choice=str(data["default_choice"]),
        ending=None if data["ending"] is None else _ending(data["ending"]),
    )


def _choice_data(choice: Choice) -> dict[str, Any]:
    return {
        "key": choice.key,
        "label": choice.label,
        "next": choice.next,
        "conditions": [[item.variable, item.comparison.value, item.value] for item in choice.conditions],
        "effects": [[item.variable, item.change.value, item.value, item.after, item.note] for item in choice.effects],
        "points": [list(item) for item in choice.points],
        "rationale": choice.rationale,
        "rule": choice.rule,
        "quality": choice.quality.value,
    }


def _choice(data: Mapping[str, Any]) -> Choice:
    return Choice(
        key=str(data["key"]),
        label=str(data["label"]),
        next=str(data["next"]),
        conditions=tuple(
            Condition(str(variable), Comparison(comparison), _value(value))
            for variable, comparison, value in data["conditions"]
        ),
        effects=tuple(
            Effect(str(variable), Change(change), _value(value), int(after), str(note))
            for variable, change, value, after, note in data["effects"]
        ),
        points=tuple((str(dimension), int(points)) for dimension, points in data["points"]),
        rationale=str(data["rationale"]),
        rule=str(data["rule"]),
        quality=Quality(data["quality"]),
    )


def _ending_data(ending: Ending) -> dict[str, Any]:
    return {"outcome": ending.outcome, "fraction": str(ending.fraction), "text": ending.text}


def _ending(data: Mapping[str, Any]) -> Ending:
    return Ending(outcome=str(data["outcome"]), fraction=Decimal(data["fraction"]), text=str(data["text"]))


def _value(value: object) -> Value:
    if isinstance(value, int | str):
        return value
    raise ScriptFormatError(f"{value!r} is neither a whole number, nor yes or no, nor a word.")
