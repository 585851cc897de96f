"""What single and multiple choice share: reading the chosen ids, checking and showing the options."""

from collections.abc import Iterator
from typing import Any

from .base import Choice, Line, Problem, Response, Shown, Snapshot

SHOWN_OPTIONS: Shown = {"options": {"id": None, "text": None}}


def chosen_ids(response: Response) -> frozenset[str] | None:
    """Return the chosen option ids, or None where nothing readable was chosen; order and repeats do not count."""
    chosen = response.get("chosen")
    entries = [chosen] if isinstance(chosen, str) else chosen
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        return None
    return frozenset(entry for entry in entries if entry) or None


def option_ids(snapshot: Snapshot) -> frozenset[str]:
    """Return the ids of the options."""
    return frozenset(option["id"] for option in snapshot["options"])


def choices(presented: Snapshot) -> tuple[Choice, ...]:
    """Return the rows to tick."""
    return tuple(Choice(option["id"], option["text"]) for option in presented["options"])


def option_lines(snapshot: Snapshot, response: Response, right: frozenset[str]) -> tuple[Line, ...]:
    """Return every option with whether it was chosen and whether it is right."""
    chosen = chosen_ids(response) or frozenset()
    return tuple(
        Line(
            text=option["text"],
            is_chosen=option["id"] in chosen,
            is_right=option["id"] in right,
            feedback=option.get("feedback", ""),
        )
        for option in snapshot["options"]
    )


def option_problems(options: list[dict[str, Any]]) -> Iterator[Problem]:
    """Yield the faults that do not depend on which options are right."""
    if len(options) < 2:
        yield Problem("options-too-few", "options")
    if len({option["id"] for option in options}) < len(options):
        yield Problem("option-id-twice", "options")
    texts = [option["text"].strip() for option in options]
    if not all(texts):
        yield Problem("option-empty", "options")
    if len(set(texts)) < len(texts):
        yield Problem("options-equal", "options")
