"""Case analysis: a written answer that a person marks with a rubric."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .base import (
    ZERO,
    Control,
    Graded,
    Kind,
    Line,
    Part,
    Problem,
    Response,
    Review,
    Snapshot,
    State,
    fraction_of,
    graded,
    invalid,
    state_of,
)

Criterion = dict[str, Any]


class MarksIncomplete(ValueError):
    """Marks that leave out a criterion, or give a level the rubric does not have."""


class CaseAnalysis(Kind):
    """案例分析: a text, its length in characters without spaces, and criteria with levels."""

    key = "case_analysis"
    shown = {"min_length": None, "max_length": None}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return `needs_marking`; the length is noted for the marker and never decides by itself."""
        text = response.get("text")
        if not isinstance(text, str):
            return invalid("not-a-text")
        return Graded(None, State.NEEDS_MARKING, (), _length_note(snapshot, text))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the rubric and of the lengths."""
        criteria: list[Criterion] = snapshot["criteria"]
        if not criteria:
            yield Problem("criteria-missing", "criteria")
        if len({criterion["id"] for criterion in criteria}) < len(criteria):
            yield Problem("criterion-id-twice", "criteria")
        for criterion in criteria:
            yield from _criterion_problems(criterion)
        shortest, longest = snapshot["min_length"], snapshot["max_length"]
        if longest and shortest > longest:
            yield Problem("lengths-reversed", "max_length")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one large text field."""
        lengths = {"min_length": presented["min_length"], "max_length": presented["max_length"]}
        return (Control("text", "textarea", word="answer", **lengths),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return the text as it was written."""
        return Review("text", (Line(given=str(response.get("text", ""))),))


def length_of(text: str) -> int:
    """Return the length of a text in characters, spaces and line ends not counted."""
    return sum(not character.isspace() for character in text)


def mark(snapshot: Snapshot, scores: Mapping[str, Decimal]) -> Graded:
    """Return the outcome of a marked answer: Σ weight × level / Σ weight × highest level, every criterion marked."""
    criteria: list[Criterion] = snapshot["criteria"]
    if set(scores) != {criterion["id"] for criterion in criteria}:
        raise MarksIncomplete("Every criterion needs a level.")
    earned = highest = ZERO
    parts = []
    for criterion in criteria:
        levels, score, weight = _levels(criterion), scores[criterion["id"]], Decimal(criterion["weight"])
        if score not in levels:
            raise MarksIncomplete("A level is not one of the rubric's.")
        earned += weight * score
        highest += weight * max(levels)
        share = fraction_of(score / max(levels))
        parts.append(Part(criterion["id"], share, state_of(share)))
    return graded(earned / highest, tuple(parts))


def _levels(criterion: Criterion) -> list[Decimal]:
    return [Decimal(level["score"]) for level in criterion["levels"]]


def _length_note(snapshot: Snapshot, text: str) -> str:
    length = length_of(text)
    if length < snapshot["min_length"]:
        return "too-short"
    return "too-long" if snapshot["max_length"] and length > snapshot["max_length"] else ""


def _criterion_problems(criterion: Criterion) -> Iterator[Problem]:
    if Decimal(criterion["weight"]) <= ZERO:
        yield Problem("weight-not-positive", "criteria")
    levels = _levels(criterion)
    if len(levels) < 2 or len(set(levels)) < len(levels):
        yield Problem("levels-too-few", "criteria")
    if not levels or min(levels) != ZERO:
        yield Problem("lowest-level-not-zero", "criteria")
