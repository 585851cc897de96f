"""What reading a question file yields: the content of each question, and faults with the places where they stand.

Pure Python: no Django, no database, no clock. A format reads text or rows and never asks what a bank holds already.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.kinds.base import FORMAT, Snapshot
from assessments.kinds.registry import KINDS, check

Details = Mapping[str, object]
DEFAULT_POINTS, DEFAULT_DIFFICULTY = Decimal(2), 3
LIMITS = {"topics": 200, "reference": 300, "source": 200}
"""The longest texts that a question can keep; stem and explanation have no bound."""

_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_GONE = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x200B, 0x200E), 0x2060, 0xFEFF, 0x00AD])
_GONE |= dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF])  # Half a pair, and what is no character.


class FileUnusable(Exception):
    """The input as a whole is of no use; `code` says why."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the row of a sheet, the line of a text or the number of a question; and the column."""

    row: int
    letter: str = ""
    column: str = ""

    def __str__(self) -> str:
        return f"{self.letter}{self.row}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing about one place: a code that the page puts into words, and what the words mention."""

    place: Place
    code: str
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """All that a file says about one question; `own` are the fields that only its kind has."""

    kind: str
    stem: str
    own: dict[str, Any]
    explanation: str = ""
    reference: str = ""
    points: Decimal = DEFAULT_POINTS
    difficulty: int = DEFAULT_DIFFICULTY
    topics: str = ""
    source: str = ""

    def snapshot(self) -> dict[str, Any]:
        """Return the question as grading would read it."""
        return {
            "format": FORMAT,
            "kind": self.kind,
            "stem": self.stem,
            "explanation": self.explanation,
            "reference": self.reference,
            **self.own,
        }


@dataclass
class Draft:
    """A question on its way into a bank: good as long as nothing is wrong with it.

    `texts` is what stood in the file, by the fields of a sheet, for whoever has to mend it.
    """

    place: Place
    content: Content
    texts: dict[str, str] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def refuse(self, code: str, place: Place | None = None, **details: object) -> None:
        """Write down what is wrong; one place says one thing once."""
        fault = Fault(place or self.place, code, details)
        if not any((known.place, known.code) == (fault.place, code) for known in self.errors):
            self.errors.append(fault)

    def warn(self, code: str, place: Place | None = None, **details: object) -> None:
        """Write down what is to be looked at, though the question is taken."""
        fault = Fault(place or self.place, code, details)
        if fault not in self.warnings:
            self.warnings.append(fault)


@dataclass
class Reading:
    """A whole file: its questions in order, what is wrong outside of them, and how many items are no questions."""

    drafts: list[Draft] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    descriptions: int = 0

    def all_errors(self) -> Iterator[Fault]:
        """Yield every error, those of the file first."""
        yield from self.errors
        for draft in self.drafts:
            yield from draft.errors

    def all_warnings(self) -> Iterator[Fault]:
        """Yield every warning, those of the file first."""
        yield from self.warnings
        for draft in self.drafts:
            yield from draft.warnings


def finish(draft: Draft, places: Mapping[str, Place] | None = None) -> Draft:
    """Check a draft as the bank would before it may be used, and note every fault at its place."""
    content, known = draft.content, places or {}
    for name, longest in LIMITS.items():
        if len(getattr(content, name)) > longest:
            draft.refuse("text-too-long", known.get(name), limit=longest)
    if not Decimal(0) < content.points < Decimal(10_000) or content.points != round_two(content.points):
        draft.refuse("points-unread", known.get("points"), text=str(content.points))
    if content.difficulty not in range(1, 6):
        draft.refuse("difficulty-unread", known.get("difficulty"), text=str(content.difficulty))
    if draft.errors:
        return draft
    for code, where in problems_of(content.snapshot()):
        draft.refuse(code, known.get(where), **({"text": content.kind} if code == "kind-unknown" else {}))
    return draft


def problems_of(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return the faults of a snapshot, also of one that is too broken to be checked."""
    if snapshot["kind"] not in KINDS:
        return [("kind-unknown", "kind")]
    try:
        return [(problem.code, problem.where) for problem in check(snapshot)]
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return [("details-broken", "details")]


def round_two(value: Decimal) -> Decimal:
    """Return a number of points as the database keeps it."""
    return value.quantize(Decimal("0.01"))


def plain(text: str) -> str:
    """Return text without what programs leave in it: entities, hard spaces, invisible characters, odd line ends."""
    unescaped = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    lines = unescaped.translate(_GONE).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
