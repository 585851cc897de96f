"""Classify: each item belongs into one of the bins, such as the duties that one may, must and must not take on."""

from collections.abc import Iterator, Mapping

from .base import Control, Graded, Kind, Problem, Response, Review, Snapshot
from .pairs import grade_pairs, pair_controls, pair_lines, row_problems

FEW = 4
"""Up to so many bins stand beside each item; more are chosen from a list."""


class Classify(Kind):
    """归类: the list of duties as an exercise; the rule behind each item is told after release."""

    key = "classify"
    shown = {"items": {"id": None, "text": None}, "bins": {"id": None, "text": None}}
    drawn = "items"
    is_always_drawn = True

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return the share of items that are in their bin."""
        return grade_pairs(_right(snapshot), response, {entry["id"]: entry["id"] for entry in snapshot["bins"]})

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the items, the bins and the key."""
        yield from row_problems(snapshot["items"], "items", least=1)
        yield from row_problems(snapshot["bins"], "bins", least=2)
        texts = [entry["text"].strip() for entry in snapshot["bins"]]
        if len(set(texts)) < len(texts):
            yield Problem("bins-equal", "bins")
        if not set(_right(snapshot).values()) <= {entry["id"] for entry in snapshot["bins"]}:
            yield Problem("bin-unknown", "items")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one row of radio buttons an item, or a select where there are many bins."""
        return pair_controls(presented["items"], presented["bins"], is_short=len(presented["bins"]) <= FEW)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return each item with its bins and the rule behind it."""
        return Review("texts", tuple(pair_lines(snapshot["items"], _right(snapshot), response, snapshot["bins"])))


def _right(snapshot: Snapshot) -> Mapping[str, str]:
    return {item["id"]: item["bin"] for item in snapshot["items"]}
