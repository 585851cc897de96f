"""What matching and classifying share: each row on the left is given one of the entries on the right."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from .base import ONE, ZERO, Choice, Control, Graded, Line, Part, Problem, Response, State, graded, invalid

Rows = Sequence[Mapping[str, Any]]


def grade_pairs(right: Mapping[str, str], given: Response, meanings: Mapping[str, str]) -> Graded:
    """Return the share of rows whose entry means the same as the right one; a row without an entry is nought."""
    if not given.keys() <= right.keys() or not all(isinstance(entry, str) for entry in given.values()):
        return invalid("not-pairs")
    if any(entry and entry not in meanings for entry in given.values()):
        return invalid("unknown-choice")
    parts = tuple(_part(row_id, entry, given.get(row_id, ""), meanings) for row_id, entry in right.items())
    return graded(sum((part.fraction for part in parts), ZERO) / Decimal(len(parts)), parts)


def pair_controls(rows: Rows, entries: Rows, *, is_short: bool) -> tuple[Control, ...]:
    """Return one control a row: rows to tick where the entries are few, else a select."""
    choices = tuple(Choice(entry["id"], entry["text"]) for entry in entries)
    return tuple(
        Control(row["id"], "radio" if is_short else "select", text=row["text"], choices=choices) for row in rows
    )


def pair_lines(rows: Rows, right: Mapping[str, str], given: Response, entries: Rows) -> Iterator[Line]:
    """Yield each row with the entry that was given and the right one."""
    texts = {entry["id"]: entry["text"] for entry in entries}
    for row in rows:
        entry = given.get(row["id"])
        text = texts.get(entry, "") if isinstance(entry, str) else ""
        accepted = texts[right[row["id"]]]
        yield Line(
            text=row["text"],
            given=text,
            accepted=(accepted,),
            is_right=bool(text) and text.strip() == accepted.strip(),
            feedback=row.get("reference", ""),
        )


def row_problems(rows: Rows, where: str, *, least: int) -> Iterator[Problem]:
    """Yield the faults of one side: too few, one id twice, no text."""
    if len(rows) < least:
        yield Problem(f"{where}-too-few", where)
    if len({row["id"] for row in rows}) < len(rows):
        yield Problem("row-id-twice", where)
    if not all(row["text"].strip() for row in rows):
        yield Problem("row-empty", where)


def _part(row_id: str, right: str, given: str, meanings: Mapping[str, str]) -> Part:
    if not given:
        return Part(row_id, ZERO, State.UNANSWERED)
    is_right = meanings[given] == meanings[right]
    return Part(row_id, ONE if is_right else ZERO, State.RIGHT if is_right else State.WRONG)
