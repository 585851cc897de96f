"""Scenario decision: a simulation played inside an examination, valued by the state its choices lead to."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from courses.simulation.check import check as check_script
from courses.simulation.engine import (
    ChoiceRefused,
    Presentation,
    begin,
    debrief,
    ending_of,
    present,
    scene_of,
    step,
)
from courses.simulation.engine import (
    State as Standing,
)
from courses.simulation.script import SceneKind, Script, ScriptFormatError

from .base import ONE, ZERO, Choice, Control, Graded, Kind, Line, Problem, Response, Review, Snapshot, graded, invalid

OUTCOMES, POINTS = SCORINGS = ("outcomes", "points")
LONGEST_PATH = 200
"""A path longer than any scenario that fits into an examination."""
CAP = 20_000
"""How many states are looked at before a question is passed for use."""
SCENE = {
    "kind": None,
    "title": None,
    "body": None,
    "options": {"key": None, "label": None},
    "meters": {"label": None, "value": None, "minimum": None, "maximum": None},
    "news": None,
}


class Scenario(Kind):
    """情景决策: a frozen script; what a taker sees is the present scene, its open choices and his own way so far."""

    key = "scenario"
    shown = {"path": {"key": None, "title": None, "label": None}, "scene": SCENE}

    is_stepwise = True

    def goes_on(self, before: Response, after: Response) -> bool:
        """A path goes on from where it stood: nobody looks behind a door and comes back."""
        walked = _choices(before) or []
        return (_choices(after) or [])[: len(walked)] == walked

    def visible(self, snapshot: Snapshot, response: Response) -> Snapshot:
        """Return the present scene and the way there; of an illegal path the part that can be walked."""
        script = script_of(snapshot)
        standing, taken = _walk(script, _choices(response) or [])
        return {"path": taken, "scene": _scene(present(script, standing))}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return what the ending, or the points at the ending, are worth; a path that stops before is nought."""
        choices, script = _choices(response), script_of(snapshot)
        if choices is None:
            return invalid("not-a-path")
        standing, taken = _walk(script, choices)
        if len(taken) < len(choices):
            return invalid("illegal-path")
        ending = ending_of(script, standing)
        if ending is None:
            return graded(ZERO, note_code="unfinished")
        if snapshot["scoring"] == OUTCOMES:
            return graded(Decimal(snapshot["outcomes"].get(standing.scene, ending.fraction)))
        lowest, highest = snapshot["lowest"], snapshot["highest"]
        return graded(Decimal(standing.total - lowest) / (highest - lowest))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the script and of how it is valued."""
        try:
            script = script_of(snapshot)
        except ScriptFormatError:
            yield Problem("script-unreadable", "script")
            return
        if not check_script(script, cap=CAP).is_sound:
            yield Problem("script-faulty", "script")
        if snapshot["scoring"] not in SCORINGS:
            yield Problem("mode-unknown", "scoring")
        if snapshot["scoring"] == POINTS and snapshot["lowest"] >= snapshot["highest"]:
            yield Problem("points-reversed", "highest")
        if snapshot["scoring"] == OUTCOMES:
            yield from _outcome_problems(snapshot, script)

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return the way so far, which is sent along, and the choices of the present scene."""
        trail = tuple(Choice(turn["key"], turn["label"]) for turn in presented["path"])
        options = tuple(_row(option) for option in presented["scene"]["options"])
        ways = (Control("choices", "radio", choices=options, is_list=True),) if options else ()
        return (Control("choices", "trail", choices=trail, is_list=True), *ways)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return each decision with the reason and the rule behind it, and the ending."""
        script = script_of(snapshot)
        _, taken = _walk(script, _choices(response) or [])
        told = debrief(script, [turn["key"] for turn in taken])
        lines = [
            Line(
                text=turn.title,
                given=turn.label,
                is_chosen=True,
                is_right=turn.quality == "good",
                feedback="\n".join(filter(None, [turn.rationale, turn.rule])),
            )
            for turn in told.turns
        ]
        if told.ending is not None:
            lines.append(Line(word="ending", given=told.ending.outcome, feedback=told.ending.text))
        return Review("path", tuple(lines))


def script_of(snapshot: Snapshot) -> Script:
    """Return the frozen script; `ScriptFormatError` where it is none."""
    return Script.from_json(json.dumps(snapshot["script"]))


def endings(script: Script) -> dict[str, str]:
    """Return the scenes that end the story, with what the script itself says they are worth."""
    ends = (scene for scene in script.scenes if scene.kind is SceneKind.ENDING)
    return {scene.key: str(scene.ending.fraction) if scene.ending else "0" for scene in ends}


def _choices(response: Response) -> list[str] | None:
    choices = response.get("choices")
    if not isinstance(choices, list) or len(choices) > LONGEST_PATH:
        return None
    return choices if all(isinstance(choice, str) for choice in choices) else None


def _walk(script: Script, choices: Sequence[str]) -> tuple[Standing, list[dict[str, str]]]:
    """Take the choices one by one as far as they are open; return where that leads and the way there."""
    standing, taken = begin(script), []
    for key in choices:
        scene = scene_of(script, standing)
        try:
            standing = step(script, standing, key)
        except ChoiceRefused:
            break
        choice = scene.choice(key)
        taken.append({"key": key, "title": scene.title, "label": choice.label if choice else ""})
    return standing, taken


def _scene(seen: Presentation) -> dict[str, Any]:
    return {
        "kind": seen.kind.value,
        "title": seen.title,
        "body": seen.body,
        "options": [{"key": option.key, "label": option.label} for option in seen.options],
        "meters": [
            {"label": meter.label, "value": meter.value, "minimum": meter.minimum, "maximum": meter.maximum}
            for meter in seen.meters
        ],
        "news": list(seen.news),
    }


def _row(option: dict[str, str]) -> Choice:
    return Choice(option["key"], option["label"], word="" if option["label"] else "onward")


def _outcome_problems(snapshot: Snapshot, script: Script) -> Iterator[Problem]:
    if not set(snapshot["outcomes"]) <= set(endings(script)):
        yield Problem("ending-unknown", "outcomes")
    try:
        fractions = [Decimal(fraction) for fraction in {**endings(script), **snapshot["outcomes"]}.values()]
    except InvalidOperation:
        yield Problem("fraction-out-of-range", "outcomes")
        return
    if any(not ZERO <= fraction <= ONE for fraction in fractions):
        yield Problem("fraction-out-of-range", "outcomes")
