"""Case analysis: a written answer that a person marks with a rubric."""

from collections.abc import Iterator

from .base import Control, Graded, Kind, Line, Problem, Response, Review, Snapshot, State, invalid
from .rubric import MarksIncomplete as MarksIncomplete
from .rubric import criteria_problems
from .rubric import mark as mark


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
        yield from criteria_problems(snapshot["criteria"])
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


def _length_note(snapshot: Snapshot, text: str) -> str:
    length = length_of(text)
    if length < snapshot["min_length"]:
        return "too-short"
    return "too-long" if snapshot["max_length"] and length > snapshot["max_length"] else ""
