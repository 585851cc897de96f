"""The answer form of one item, and a released answer beside its key, as a template can place them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from assessments.domain.sheet import SheetItem
from assessments.kinds import registry
from assessments.kinds.base import Choice, Control, Line
from assessments.kinds.case_analysis import length_of
from common.canonical import canonical_json

WORDS = {
    "true": _("True"),
    "false": _("False"),
    "answer": _("Your answer"),
    "number": _("Your number"),
    "files": _("Your files"),
    "onward": _("Go on"),
    "ending": _("How it ended"),
}
OF_SOMEBODY_ELSE = {"answer": _("The answer"), "number": _("The number"), "files": _("The files")}
"""What a reader who did not answer is told instead."""
TICKED = {"radio", "checkbox"}
NUMBERED = {"blank": _("Blank %(number)d"), "place": _("Place %(number)d")}
LARGEST_BODY = 64 * 1024
LARGEST_REVISION = 1_000_000
NULL = rb"\u0000"


class Unreadable(ValueError):
    """The body of a save is not what docs/reference/response.md says."""


@dataclass(frozen=True, slots=True)
class Write:
    """One save as it was sent."""

    revision: int
    operation: UUID
    response: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row to tick."""

    value: str
    letter: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AnswerField:
    """One control with what was answered so far."""

    name: str
    input: str
    label: str
    rows: tuple[Row, ...]
    value: str
    min_length: int
    max_length: int
    length: int
    unit: str
    is_list: bool
    places: tuple[str, ...]
    files: tuple[Mapping[str, Any], ...]

    @property
    def is_ticked(self) -> bool:
        """Whether it is answered by ticking rows."""
        return bool(self.rows) and self.input in TICKED

    @property
    def hooks(self) -> str:
        """By what the script knows how its rows are sent: as a list, and at the press of a button only."""
        if not self.is_list:
            return ""
        return " data-list data-on-submit" if self.input == "radio" else " data-list"

    @property
    def is_short(self) -> bool:
        """Whether something was written, and less than was asked for."""
        return 0 < self.length < self.min_length

    @property
    def is_long(self) -> bool:
        """Whether more was written than was asked for."""
        return 0 < self.max_length < self.length


@dataclass(frozen=True, slots=True)
class Misfit:
    """A written answer shorter or longer than its question asks for."""

    position: int
    field: AnswerField


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line of a review in the reader's language."""

    text: str
    line: Line


def answer_fields(presented: Mapping[str, Any], response: Mapping[str, Any] | None) -> list[AnswerField]:
    """Return the controls of a presented question, filled with the response."""
    return [_field(control, (response or {}).get(control.name)) for control in registry.controls(presented)]


def misfits(items: Iterable[SheetItem]) -> list[Misfit]:
    """Return the texts whose length is not what was asked for; for telling, never for deciding."""
    return [
        Misfit(item.position, field)
        for item in items
        for field in answer_fields(item.presented, item.response)
        if field.is_short or field.is_long
    ]


def review_lines(
    snapshot: Mapping[str, Any], response: Mapping[str, Any] | None, *, to_taker: bool = False
) -> tuple[str, list[ReviewLine]]:
    """Return the layout and the lines of an answer beside its key; only whoever gave it is told that it is his."""
    review, others = registry.review(snapshot, response), {} if to_taker else OF_SOMEBODY_ELSE
    return review.layout, [
        ReviewLine(line.text or str(others.get(line.word) or _label(line.word, line.number)), line)
        for line in review.lines
    ]


def read_json(presented: Mapping[str, Any], body: bytes) -> Write:
    """Read a save that a script sent."""
    try:
        sent = json.loads(body)
        revision, operation, response = sent["revision"], UUID(sent["operation"]), sent["response"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable from error
    if type(revision) is not int or not 1 <= revision <= LARGEST_REVISION:
        raise Unreadable
    return Write(revision, operation, _storable(presented, response))


def read_form(presented: Mapping[str, Any], fields: Mapping[str, list[str]]) -> Write:
    """Read a save that a plain form sent."""
    try:
        revision = int((fields.get("revision") or ["1"])[0])
    except ValueError as error:
        raise Unreadable from error
    return Write(
        min(max(revision, 1), LARGEST_REVISION), uuid4(), _storable(presented, registry.read(presented, fields))
    )


def _storable(presented: Mapping[str, Any], response: Any) -> dict[str, Any]:
    """Refuse what the form of the question cannot send, and what no database keeps: half a pair, the null character."""
    if not registry.may_keep(presented, response):
        raise Unreadable
    try:
        written = canonical_json(response)
    except ValueError as error:
        raise Unreadable from error
    if NULL in written:
        raise Unreadable
    return dict(response)


def _field(control: Control, answered: Any) -> AnswerField:
    chosen = answered if isinstance(answered, list) else [answered]
    text = answered if isinstance(answered, str) else ""
    label = control.text or _label(control.word, control.number)
    return AnswerField(
        name=control.name,
        input=control.input,
        label=label,
        rows=tuple(_row(number, choice, chosen, has_letter=not label) for number, choice in enumerate(control.choices)),
        value=text,
        min_length=control.min_length,
        max_length=control.max_length,
        length=length_of(text),
        unit=control.unit,
        is_list=control.is_list,
        places=_places(control, chosen),
        files=tuple(entry for entry in chosen if isinstance(entry, Mapping)) if control.input == "file" else (),
    )


def _places(control: Control, answered: list[Any]) -> tuple[str, ...]:
    """What stands at each place of a sequence so far."""
    entries = [entry if isinstance(entry, str) else "" for entry in answered]
    return tuple((entries + [""] * len(control.choices))[: len(control.choices)])


def _row(number: int, choice: Choice, chosen: list[Any], *, has_letter: bool) -> Row:
    letter = ascii_uppercase[number % 26] if has_letter and not choice.word else ""
    return Row(choice.value, letter, choice.text or _label(choice.word, 0), choice.value in chosen)


def _label(word: str, number: int) -> str:
    if word in NUMBERED:
        return str(NUMBERED[word] % {"number": number})
    return str(WORDS.get(word, ""))
