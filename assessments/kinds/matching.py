"""Matching: each stem gets one of the choices, some of which fit none."""

from collections.abc import Iterator, Mapping

from .base import Control, Graded, Kind, Problem, Response, Review, Snapshot
from .pairs import grade_pairs, pair_controls, pair_lines, row_problems


class Matching(Kind):
    """连线: two choices that say the same are the same answer."""

    key = "matching"
    shown = {"stems": {"id": None, "text": None}, "choices": {"id": None, "text": None}}
    drawn = "choices"
    is_always_drawn = True

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return the share of stems that have their choice."""
        meanings = {choice["id"]: choice["text"].strip() for choice in snapshot["choices"]}
        return grade_pairs(_right(snapshot), response, meanings)

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of both sides and of the key."""
        yield from row_problems(snapshot["stems"], "stems", least=1)
        yield from row_problems(snapshot["choices"], "choices", least=2)
        if not set(_right(snapshot).values()) <= {choice["id"] for choice in snapshot["choices"]}:
            yield Problem("choice-unknown", "stems")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one select a stem."""
        return pair_controls(presented["stems"], presented["choices"], is_short=False)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return each stem with the choice given and the right one."""
        lines = pair_lines(snapshot["stems"], _right(snapshot), response, snapshot["choices"])
        return Review("texts", tuple(lines))


def _right(snapshot: Snapshot) -> Mapping[str, str]:
    return {stem["id"]: stem["choice"] for stem in snapshot["stems"]}
