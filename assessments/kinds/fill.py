"""Fill in: the weighted share of blanks whose text is accepted, after normalisation."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from .base import (
    ONE,
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
from .normalise import normalise

Blank = dict[str, Any]
LARGEST_GROUP = 6
"""Matching within an order-free group is tried exhaustively, so a group stays small."""


class Fill(Kind):
    """填空: blanks with weights and accepted answers; no regular expressions, `*` only where a blank allows it."""

    key = "fill"
    shown = {"blanks": {"id": None}}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return Σ weight × fraction / Σ weight; blanks of one group may be answered in any order."""
        blanks: list[Blank] = snapshot["blanks"]
        known = {blank["id"] for blank in blanks}
        if not set(response) <= known or not all(isinstance(text, str) for text in response.values()):
            return invalid("not-blanks")
        values: dict[str, Decimal] = {}
        for group in _groups(blanks):
            values |= _values_of(group, response)
        total = sum((Decimal(blank["weight"]) for blank in blanks), ZERO)
        earned = sum((Decimal(blank["weight"]) * values[blank["id"]] for blank in blanks), ZERO)
        return graded(earned / total, tuple(_part(blank["id"], values, response) for blank in blanks))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the blanks, their answers and their groups."""
        blanks: list[Blank] = snapshot["blanks"]
        if not blanks:
            yield Problem("blanks-missing", "blanks")
        if len({blank["id"] for blank in blanks}) < len(blanks):
            yield Problem("blank-id-twice", "blanks")
        for blank in blanks:
            yield from _blank_problems(blank)
        for group in _groups(blanks):
            if len(group) > LARGEST_GROUP:
                yield Problem("group-too-large", "blanks")
            if len({Decimal(blank["weight"]) for blank in group}) > 1:
                yield Problem("group-weights-differ", "blanks")
            if len(group) > 1 and any(blank.get("wildcard") for blank in group):
                yield Problem("group-wildcard", "blanks")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one line of text per blank, numbered as in the stem."""
        return tuple(
            Control(blank["id"], "text", word="blank", number=number, max_length=200)
            for number, blank in enumerate(presented["blanks"], start=1)
        )

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return each blank with what was typed and what is accepted."""
        outcome = {part.key: part for part in self.grade(snapshot, response).parts}
        lines = (
            Line(
                word="blank",
                number=number,
                given=str(response.get(blank["id"], "")),
                accepted=tuple(answer["pattern"] for answer in blank["answers"]),
                is_right=blank["id"] in outcome and outcome[blank["id"]].state is State.RIGHT,
            )
            for number, blank in enumerate(snapshot["blanks"], start=1)
        )
        return Review("texts", tuple(lines))


def _groups(blanks: Sequence[Blank]) -> Iterator[list[Blank]]:
    """Yield the blanks that are graded together: each alone, or all of one order-free group."""
    grouped: dict[str, list[Blank]] = defaultdict(list)
    for blank in blanks:
        if group := blank.get("group", ""):
            grouped[group].append(blank)
        else:
            yield [blank]
    yield from grouped.values()


def _values_of(group: list[Blank], response: Response) -> dict[str, Decimal]:
    """Return the fraction of each blank of a group under the matching that brings most."""
    texts = [(blank["id"], response.get(blank["id"], "")) for blank in group]
    return dict(_best_matching(texts, tuple(group), frozenset()))


def _best_matching(
    texts: list[tuple[str, str]], free: tuple[Blank, ...], used: frozenset[str]
) -> list[tuple[str, Decimal]]:
    """Match the first text with every free blank in turn, and the rest likewise; an accepted answer serves once."""
    if not texts:
        return []
    (blank_id, text), rest = texts[0], texts[1:]
    best: list[tuple[str, Decimal]] = []
    for blank in free:
        others = tuple(other for other in free if other is not blank)
        for pattern, fraction in _offers(blank, text, used):
            tail = _best_matching(rest, others, used | {pattern} if pattern else used)
            candidate = [(blank_id, fraction), *tail]
            if not best or _sum(candidate) > _sum(best):
                best = candidate
    return best


def _offers(blank: Blank, text: str, used: frozenset[str]) -> Iterator[tuple[str, Decimal]]:
    """Yield every accepted answer that `text` meets, by its normalised form, and at the end nothing for nought."""
    if text.strip():
        given = _compared(blank, text)
        for answer in blank["answers"]:
            pattern = _compared(blank, answer["pattern"])
            if pattern not in used and _meets(given, pattern, wildcard=bool(blank.get("wildcard"))):
                yield pattern, Decimal(answer["fraction"])
    yield "", ZERO


def _compared(blank: Blank, text: str) -> str:
    return normalise(
        text,
        keep_case=bool(blank.get("case")),
        same_digits=bool(blank.get("digits")),
        same_script=bool(blank.get("traditional")),
    )


def _meets(given: str, pattern: str, *, wildcard: bool) -> bool:
    """Tell whether a normalised text meets a pattern: equal, or with `*` for any run of characters."""
    if not wildcard or "*" not in pattern:
        return given == pattern
    first, *middle, last = pattern.split("*")
    if len(given) < len(first) + len(last) or not given.startswith(first) or not given.endswith(last):
        return False
    position, end = len(first), len(given) - len(last)
    for piece in middle:
        found = given.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def _sum(matching: list[tuple[str, Decimal]]) -> Decimal:
    return sum((fraction for _, fraction in matching), ZERO)


def _part(blank_id: str, values: dict[str, Decimal], response: Response) -> Part:
    fraction = fraction_of(values[blank_id])
    is_blank = not str(response.get(blank_id, "")).strip()
    return Part(blank_id, fraction, State.UNANSWERED if is_blank else state_of(fraction))


def _blank_problems(blank: Blank) -> Iterator[Problem]:
    if Decimal(blank["weight"]) <= ZERO:
        yield Problem("weight-not-positive", "blanks")
    fractions = [Decimal(answer["fraction"]) for answer in blank["answers"]]
    if any(not ZERO <= fraction <= ONE for fraction in fractions):
        yield Problem("fraction-out-of-range", "blanks")
    if ONE not in fractions:
        yield Problem("answer-missing", "blanks")
    if any(not normalise(answer["pattern"]) for answer in blank["answers"]):
        yield Problem("answer-empty", "blanks")
