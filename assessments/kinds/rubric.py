"""What the kinds share that a person marks: the rubric, its faults, and the mark that levels come to."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .base import ZERO, Graded, Part, Problem, Snapshot, fraction_of, graded, state_of

Criterion = dict[str, Any]


class MarksIncomplete(ValueError):
    """Marks that leave out a criterion, or give a level the rubric does not have."""


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


def criteria_problems(criteria: list[Criterion]) -> Iterator[Problem]:
    """Yield the faults of a rubric."""
    if not criteria:
        yield Problem("criteria-missing", "criteria")
    if len({criterion["id"] for criterion in criteria}) < len(criteria):
        yield Problem("criterion-id-twice", "criteria")
    for criterion in criteria:
        yield from _criterion_problems(criterion)


def _levels(criterion: Criterion) -> list[Decimal]:
    return [Decimal(level["score"]) for level in criterion["levels"]]


def _criterion_problems(criterion: Criterion) -> Iterator[Problem]:
    if Decimal(criterion["weight"]) <= ZERO:
        yield Problem("weight-not-positive", "criteria")
    levels = _levels(criterion)
    if len(levels) < 2 or len(set(levels)) < len(levels):
        yield Problem("levels-too-few", "criteria")
    if not levels or min(levels) != ZERO:
        yield Problem("lowest-level-not-zero", "criteria")
