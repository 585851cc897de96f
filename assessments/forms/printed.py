"""A question as it is printed, and its boxes on the answer sheet: made from what its taker may see, never more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import segno
from django.utils.functional import Promise

from assessments.domain.sheet import SheetItem
from assessments.enums import QuestionKind
from assessments.forms.answering import AnswerField, answer_fields
from assessments.kinds import registry
from assessments.kinds.base import Control
from assessments.kinds.lettering import WRITTEN, letter, signs_of

SHORTEST, ORDINARY, LONGEST = 8, 12, 24
CHARACTERS_A_LINE = 20
"""How many lines a written answer is given."""


@dataclass(frozen=True, slots=True)
class Option:
    """One row with the letter that is printed before it."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered part of a question, with options where it has its own."""

    number: int
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """What the answer sheet holds for one part: boxes to cross, boxes to write a letter into, or lines."""

    number: int  # 0 where the question has one part only
    signs: tuple[str, ...] = ()
    places: range = range(0)
    lines: range = range(0)
    unit: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it holds a text of many lines."""
        return len(self.lines) > 1


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """A question on the form, and its place on the answer sheet."""

    item: SheetItem
    section: str  # where a new section begins, its title
    kind: str | Promise
    options: tuple[Option, ...]
    rows: tuple[Row, ...]
    boxes: tuple[Boxes, ...]

    @property
    def is_wide(self) -> bool:
        """Whether its place on the answer sheet takes the whole width."""
        return any(len(part.signs) > 6 or len(part.places) > 6 or part.lines for part in self.boxes)


def printed(items: Iterable[SheetItem]) -> Iterator[PrintedQuestion]:
    """Yield the questions of a form as they are printed."""
    section = ""
    for item in items:
        yield _question(item, item.section if item.section != section else "")
        section = item.section


def qr_path(content: str) -> tuple[int, str]:
    """Return the side of a QR code in cells, and its dark cells as the path of a drawing."""
    matrix = segno.make(content, error="m", micro=False).matrix
    cells = (f"M{column} {row}h1v1h-1z" for row, line in enumerate(matrix) for column, dark in enumerate(line) if dark)
    return len(matrix), "".join(cells)


def _question(item: SheetItem, section: str) -> PrintedQuestion:
    controls = registry.controls(item.presented)
    fields = answer_fields(item.presented, {})
    lists = [_options(control) for control in controls]
    is_shared = all(each == lists[0] for each in lists)
    own = [()] * len(lists) if is_shared else lists
    texts = [control.text for control in controls]
    has_rows = len(controls) > 1 and (any(texts) or any(own))
    return PrintedQuestion(
        item=item,
        section=section,
        kind=QuestionKind(item.presented["kind"]).label,
        options=lists[0] if is_shared else (),
        rows=tuple(Row(n, *each) for n, each in enumerate(zip(texts, own, strict=True), start=1)) if has_rows else (),
        boxes=tuple(_boxes(controls, fields)),
    )


def _options(control: Control) -> tuple[Option, ...]:
    return tuple(Option(letter(number), choice.text) for number, choice in enumerate(control.choices) if choice.text)


def _boxes(controls: Sequence[Control], fields: Sequence[AnswerField]) -> Iterator[Boxes]:
    for count, (control, field) in enumerate(zip(controls, fields, strict=True), start=1):
        number = count if len(controls) > 1 else 0
        if control.input == "order":
            yield Boxes(number, places=range(len(control.choices)))
        elif control.input in WRITTEN:
            yield Boxes(number, lines=range(_lines(control)), unit=field.unit)
        else:
            yield Boxes(number, signs=tuple(signs_of(control)))


def _lines(control: Control) -> int:
    if control.input != "textarea":
        return 1
    wanted = ceil(control.max_length / CHARACTERS_A_LINE) if control.max_length else ORDINARY
    return min(max(wanted, SHORTEST), LONGEST)
