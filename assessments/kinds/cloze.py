"""Cloze: a text with places, each of them a small question of its own."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from .base import (
    FORMAT,
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
    is_empty,
)
from .fill import Fill
from .numeric import Numeric
from .single import Single

PLACE = re.compile(r"\[\[([\w-]+)\]\]")
NAMES = {"single": "chosen", "fill": "blank", "numeric": "value"}
"""Under which name the value of a part stands in the response of its own kind."""
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (Single(), Fill(), Numeric())}


class Cloze(Kind):
    """综合填空: parts of the kinds single, fill and numeric; a taker sees numbers where the parts belong."""

    key = "cloze"
    shown = {"parts": {"id": None, "kind": None, "unit": None, "options": {"id": None, "text": None}}}

    def visible(self, snapshot: Snapshot, response: Response) -> Snapshot:
        """Return the snapshot with the number of each part in the place of its name."""
        number = {part["id"]: count for count, part in enumerate(snapshot["parts"], start=1)}
        stem = PLACE.sub(lambda place: f"【{number.get(place[1], '')}】", snapshot["stem"])
        return {**snapshot, "stem": stem}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return Σ fraction × points / Σ points; a part that is empty, invalid or broken is nought."""
        if not response.keys() <= {part["id"] for part in snapshot["parts"]}:
            return invalid("not-parts")
        outcomes = tuple(_outcome(part, response) for part in snapshot["parts"])
        points = [Decimal(part["points"]) for part in snapshot["parts"]]
        earned = sum((outcome.fraction * worth for outcome, worth in zip(outcomes, points, strict=True)), ZERO)
        return graded(earned / sum(points, ZERO), outcomes)

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the places, and those of each part by the rules of its own kind."""
        ids = [part["id"] for part in snapshot["parts"]]
        places = Counter(PLACE.findall(snapshot["stem"]))
        if not ids:
            yield Problem("parts-missing", "parts")
        if len(set(ids)) < len(ids):
            yield Problem("part-id-twice", "parts")
        if set(ids) - set(places):
            yield Problem("place-missing", "stem")
        if set(places) - set(ids):
            yield Problem("place-unknown", "stem")
        if any(count > 1 for count in places.values()):
            yield Problem("place-twice", "stem")
        for part in snapshot["parts"]:
            yield from _part_problems(part)

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return the control of each part, numbered as in the text."""
        return tuple(_control(part, number) for number, part in enumerate(presented["parts"], start=1))

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return each part with what was answered and what is accepted."""
        return Review(
            "texts", tuple(_line(part, number, response) for number, part in enumerate(snapshot["parts"], start=1))
        )


def own_snapshot(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part as a question of its own kind."""
    if part["kind"] != "fill":
        return {"format": FORMAT, "stem": part["id"], **part}
    blank = {"group": "", **part, "id": NAMES["fill"], "weight": "1"}
    return {"format": FORMAT, "stem": part["id"], "kind": "fill", "blanks": [blank]}


def _own_response(part: Mapping[str, Any], response: Response) -> dict[str, Any]:
    value = response.get(part["id"])
    return {} if value is None else {NAMES[part["kind"]]: value}


def _outcome(part: Mapping[str, Any], response: Response) -> Part:
    if is_empty(response.get(part["id"])):
        return Part(part["id"], ZERO, State.UNANSWERED)
    try:
        outcome = KINDS[part["kind"]].grade(own_snapshot(part), _own_response(part, response))
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return Part(part["id"], ZERO, State.INVALID)
    return Part(part["id"], outcome.fraction or fraction_of(ZERO), outcome.state)


def _control(part: Mapping[str, Any], number: int) -> Control:
    own = KINDS[part["kind"]].controls({"blanks": [{"id": NAMES["fill"]}], **part})[0]
    shape = "select" if own.input == "radio" else own.input
    return replace(own, name=part["id"], input=shape, word="blank", number=number)


def _line(part: Mapping[str, Any], number: int, response: Response) -> Line:
    value = response.get(part["id"])
    if part["kind"] == "single":
        texts = {option["id"]: option["text"] for option in part["options"]}
        given = texts.get(value, "") if isinstance(value, str) else ""
        accepted = tuple(option["text"] for option in part["options"] if Decimal(option["fraction"]) == 1)
    else:
        own = KINDS[part["kind"]].review(own_snapshot(part), {}).lines[0]
        given, accepted = value if isinstance(value, str) else "", own.accepted
    is_right = _outcome(part, response).state is State.RIGHT
    return Line(word="blank", number=number, given=given, accepted=accepted, is_right=is_right)


def _part_problems(part: Mapping[str, Any]) -> Iterator[Problem]:
    if not _is_positive(part["points"]):
        yield Problem("weight-not-positive", "parts")
    if part["kind"] not in KINDS:
        yield Problem("part-kind-unknown", "parts")
    else:
        yield from KINDS[part["kind"]].check(own_snapshot(part))


def _is_positive(text: str) -> bool:
    try:
        return Decimal(text) > ZERO
    except InvalidOperation:
        return False
