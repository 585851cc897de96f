"""How the demo's trainees answer: better or worse by their skill, the same on every machine."""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

ANSWERS = tomllib.loads((Path(__file__).parent / "content" / "answers.toml").read_text(encoding="utf-8"))

Snapshot = Mapping[str, Any]


def respond(snapshot: Snapshot, *, essay: str, skill: float, random: Random) -> dict[str, Any]:
    """An answer to any of the five kinds; `essay` names the written answer to draw on, `skill` lies within [0, 1]."""
    if snapshot["kind"] == "case_analysis":
        return {"text": written(essay, skill=skill, random=random)}
    return RESPONSES[snapshot["kind"]](snapshot, random.random() < skill, random)


def written(essay: str, *, skill: float, random: Random) -> str:
    """A written answer, paragraph by paragraph: the better the writer, the more often the best of each."""
    return "\n\n".join(_by_skill(choices, skill, random) for choices in ANSWERS[essay].values())


def levels(snapshot: Snapshot, *, skill: float, random: Random) -> dict[str, Decimal]:
    """What a grader gives for it: a level for each criterion of the rubric."""
    given = {}
    for criterion in snapshot["criteria"]:
        scores = sorted((Decimal(level["score"]) for level in criterion["levels"]), reverse=True)
        reached = scores[:-1]  # Nobody here hands in nothing.
        given[criterion["id"]] = _by_skill(reached, skill, random)
    return given


def signature(name: str, random: Random) -> list[list[list[int]]]:
    """Strokes as a finger draws them: a few bent lines for each character of a name."""
    strokes, moment = [], 0
    width = 900 // max(len(name), 2)
    for place in range(min(len(name), 4)):
        for _ in range(4):
            start, end, bend = (_point(random, 50 + place * width, width) for _ in range(3))
            strokes.append([_between(start, bend, end, step / 8, moment + step * 12) for step in range(9)])
            moment += 260
    return strokes


def _single(snapshot: Snapshot, knows: bool, random: Random) -> dict[str, Any]:
    options = snapshot["options"]
    right = [option["id"] for option in options if Decimal(option["fraction"]) == 1]
    wrong = [option["id"] for option in options if option["id"] not in right]
    return {"chosen": right[0] if knows else random.choice(wrong)}


def _multiple(snapshot: Snapshot, knows: bool, random: Random) -> dict[str, Any]:
    right = [option["id"] for option in snapshot["options"] if option["correct"]]
    wrong = [option["id"] for option in snapshot["options"] if not option["correct"]]
    if knows:
        return {"chosen": right}
    return {"chosen": right[:-1] if random.random() < 0.6 and len(right) > 1 else [*right, wrong[0]]}


def _true_false(snapshot: Snapshot, knows: bool, random: Random) -> dict[str, Any]:
    return {"chosen": str(snapshot["correct"] is knows).lower()}


def _fill(snapshot: Snapshot, knows: bool, random: Random) -> dict[str, Any]:
    guesses = ("15", "7", "不清楚")
    return {
        blank["id"]: blank["answers"][0]["pattern"] if knows or random.random() < 0.4 else random.choice(guesses)
        for blank in snapshot["blanks"]
    }


RESPONSES: Mapping[str, Callable[[Snapshot, bool, Random], dict[str, Any]]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "fill": _fill,
}


def _by_skill(best_first: list[Any], skill: float, random: Random) -> Any:
    """The best with the probability of the skill, else one of the others."""
    return best_first[0] if random.random() < skill else random.choice(best_first[1:])


def _point(random: Random, left: int, width: int) -> tuple[int, int]:
    return left + random.randrange(width * 4 // 5), 60 + random.randrange(240)


def _between(
    start: tuple[int, int], bend: tuple[int, int], end: tuple[int, int], share: float, moment: int
) -> list[int]:
    """A point of the bent line from start to end."""
    rest = 1 - share
    x, y = (
        int(rest * rest * first + 2 * rest * share * middle + share * share * last)
        for first, middle, last in zip(start, bend, end, strict=True)
    )
    return [x, y, moment]
