"""Marks as a CSV file: how it is read, and what is wrong with one that cannot be used.

The first row names the items; every other row is an attempt; a row whose first cell says `max` holds the maxima.
Whether the rows begin with a name of their own is seen from the file (`_has_names`).
"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

from .sheet import Sheet

MAX = "max"
HEADS_OF_NAMES = frozenset({
    "", "attempt", "attempts", "quizattempt", "candidate", "id", "name", "no", "no.", "number", "person", "row",
    "student", "trainee", "姓名", "学员", "学号", "序号", "编号", "考号", "准考证号", "答卷",
})  # fmt: skip
MARK = re.compile(r"[+-]?(\d{1,12}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
LARGEST = Decimal(10) ** 12
Line = tuple[int, list[str]]


class Unusable(ValueError):
    """A file that cannot be read as marks; the message says where and why."""


def read(data: bytes) -> Sheet:
    """Return the sheet that a file holds."""
    header, *lines = _lines(data)
    if not lines:
        raise Unusable("There is no attempt below the names of the items.")
    lines = [(number, _trimmed(cells, len(header[1]))) for number, cells in lines]
    has_names = _has_names(header[1], lines)
    names = header[1][1:] if has_names and _covers_names(header[1], lines) else header[1]
    _check_names(names, header[0])
    return _sheet(tuple(names), lines, has_names=has_names)


def _lines(data: bytes) -> list[Line]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("The file is not UTF-8.") from error
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise Unusable(f"The file is not CSV: {error}.") from error
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise Unusable("The file is empty.")
    number, header = lines[0]
    return [(number, _trimmed(header, 1)), *lines[1:]]


def _trimmed(cells: list[str], least: int) -> list[str]:
    """A row without the empty cells with which spreadsheets fill up to the widest row."""
    end = len(cells)
    while end > least and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _has_names(header: list[str], lines: list[Line]) -> bool:
    """Tell whether attempts begin with a name of their own.

    They do where a row is one longer than the header, where a `max` row is no longer than the header (so `max` itself
    stands in a column of the header), where the header's first cell is empty or a usual word for such a column, and
    where none of the first cells is a number.
    """
    attempts = [cells for _, cells in lines if not _is_max(cells)]
    if any(_is_max(cells) and len(cells) == len(header) for _, cells in lines):
        return True
    if any(len(cells) == len(header) + 1 for cells in attempts):
        return True
    if len(header) < 2 or any(_is_max(cells) for _, cells in lines):
        return False
    return header[0].casefold() in HEADS_OF_NAMES or not any(MARK.fullmatch(cells[0]) for cells in attempts)


def _covers_names(header: list[str], lines: list[Line]) -> bool:
    """Tell whether the column of names has a cell in the header too."""
    return all(len(cells) <= len(header) for _, cells in lines)


def _check_names(names: list[str], number: int) -> None:
    for place, name in enumerate(names, start=1):
        if not name:
            raise Unusable(f"Line {number}: item {place} has no name.")


def _sheet(names: tuple[str, ...], lines: list[Line], *, has_names: bool) -> Sheet:
    maxima = [line for line in lines if _is_max(line[1])]
    attempts = [line for line in lines if not _is_max(line[1])]
    if len(maxima) > 1:
        raise Unusable(f"Line {maxima[1][0]}: there is a second row named max.")
    if not attempts:
        raise Unusable("There is no attempt below the names of the items.")
    rows = tuple(_marks(line, names, skip=int(has_names)) for line in attempts)
    if not maxima:
        return Sheet.without_maxima(names, rows)
    sheet = Sheet(names, _marks(maxima[0], names, skip=1), rows)
    _check_maxima(sheet, maxima[0][0], [number for number, _ in attempts])
    return sheet


def _check_maxima(sheet: Sheet, number: int, numbers: list[int]) -> None:
    for name, maximum in zip(sheet.names, sheet.maxima, strict=True):
        if maximum < 0:
            raise Unusable(f"Line {number}, {name}: a maximum cannot be below 0.")
    for where, row in zip(numbers, sheet.rows, strict=True):
        for name, mark, maximum in zip(sheet.names, row, sheet.maxima, strict=True):
            if mark is not None and mark > maximum:
                raise Unusable(f"Line {where}, {name}: {mark} is more than the maximum of {maximum}.")


def _marks(line: Line, names: tuple[str, ...], *, skip: int) -> tuple[Decimal, ...]:
    number, cells = line
    cells = cells[skip:]
    if len(cells) != len(names):
        raise Unusable(f"Line {number}: {len(cells)} marks for {len(names)} items.")
    return tuple(_read_marks(number, names, cells))


def _read_marks(number: int, names: tuple[str, ...], cells: list[str]) -> Iterator[Decimal]:
    for name, cell in zip(names, cells, strict=True):
        if not cell:
            raise Unusable(f"Line {number}, {name}: the mark is missing; write 0 for an item without an answer.")
        if not MARK.fullmatch(cell) or abs(Decimal(cell)) > LARGEST:
            raise Unusable(f"Line {number}, {name}: {cell[:40]!r} is not a mark.")
        yield Decimal(cell)


def _is_max(cells: list[str]) -> bool:
    return cells[0].casefold() == MAX
