"""Spreadsheets in and out: foreign files are read in a child process under limits; our own carry no formulas."""

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import confined

MAX_BYTES = 20 * 1024 * 1024
MOST_ANSWERED = 256 * 1024 * 1024  # What the child's own budget of cells and characters comes to at most.
WALL_SECONDS = 90
PARSER = Path(__file__).with_name("sheet_parser.py")
STEP = 1_000  # Rows between two words about progress.

REASONS: dict[str, Promise] = {
    "empty": _("The file is empty. Please choose the sheet itself."),
    "too-large": _(
        "The file is larger than 20 MB. Please check that it is the right one, and take pictures out of it."
    ),
    "wrong-type": _(
        "This is neither an Excel workbook (.xlsx) nor a CSV file. Please save the sheet as .xlsx and try again."
    ),
    "old-or-locked": _(
        "This is an old Excel file (.xls) or one with a password. Please save it as .xlsx without a password."
    ),
    "bomb": _("This file unpacks to far more than a sheet holds. Please copy the rows into a new workbook."),
    "too-long": _("The sheet has more than 100,000 rows. Please divide it into several files."),
    "too-slow": _("The file took too long to read, so reading was stopped. Please copy the rows into a new workbook."),
    "broken": _("The file is damaged and cannot be read. Please open it, save it again as .xlsx, and try once more."),
}


class SheetUnreadable(Exception):
    """A file that cannot be used; `code` says why, and `message` says it to people."""

    def __init__(self, code: str) -> None:
        self.code = code if code in REASONS else "broken"
        self.message = REASONS[self.code]
        super().__init__(self.code)


@dataclass(frozen=True)
class Formula:
    """A cell that a program would compute; nobody has read what it says."""

    text: str


Cell = str | int | float | date | Formula | None
Row = tuple[int, list[Cell]]  # The number that the spreadsheet shows beside it, and the cells from column A on.


@dataclass
class Sheet:
    """One sheet: the rows that hold something, and the merged areas (top, left, bottom, right; from 1)."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


Progress = Callable[[int, int], None]


def read_sheets(data: bytes, *, on_progress: Progress | None = None) -> list[Sheet]:
    """All visible sheets of a workbook, or the one of a CSV file; `on_progress` hears (rows read, rows in all)."""
    if len(data) > MAX_BYTES:
        raise SheetUnreadable("too-large")
    return sheets_from(answer_of_child(data), on_progress=on_progress)


def sheets_from(lines: Iterable[Any], *, on_progress: Progress | None = None) -> list[Sheet]:
    """The sheets that the parser's lines describe."""
    sheets: list[Sheet] = []
    total = 0
    for line in lines:
        if isinstance(line, list):
            sheets[-1].rows.append((line[0], [cell_from(value) for value in line[1]]))
            if on_progress and len(sheets[-1].rows) % STEP == 0:
                on_progress(len(sheets[-1].rows), max(total, len(sheets[-1].rows)))
        elif "error" in line:
            raise SheetUnreadable(line["error"])
        elif "sheet" in line:
            sheets.append(Sheet(line["sheet"]))
            total = line["total"]
        else:
            sheets[-1].merges = [(top, left, bottom, right) for top, left, bottom, right in line["merges"]]
    return sheets


def answer_of_child(data: bytes) -> Iterator[Any]:
    """The lines that the parser writes."""
    try:
        yield from confined.lines_of(PARSER, data, seconds=WALL_SECONDS, most=MOST_ANSWERED)
    except confined.Stopped as stopped:
        raise SheetUnreadable("too-slow" if stopped.is_late else "bomb") from stopped


def cell_from(value: Any) -> Cell:
    """A cell as the child wrote it."""
    if isinstance(value, dict):
        return Formula(value["formula"]) if "formula" in value else date.fromisoformat(value["date"])
    plain: Cell = value
    return plain


def cell_to(cell: Cell) -> Any:
    """A cell as JSON says it; `cell_from` undoes it."""
    if isinstance(cell, Formula):
        return {"formula": cell.text}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def write_xlsx(
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    heading: str = "",
    marked: Collection[tuple[int, int]] = (),
) -> bytes:
    """A workbook of one sheet whose texts are texts, whatever they begin with.

    `heading` says in a line above the headers what the sheet is, for whoever finds it by itself. `marked` are the
    (row, column) places, counted from 0, that are to stand out.
    """
    target = io.BytesIO()
    # In memory: what is written here may be personal, and would otherwise pass through files on disk.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(sheet_name(title) or None)
        # A quoted text stays a text even when somebody edits the cell.
        look = {"num_format": "@", "quote_prefix": True, "valign": "top"}
        head, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format(look)
        loud = book.add_format({**look, "bg_color": "#F7DDD2"})
        top = 1 if heading else 0
        if heading:
            sheet.write_string(0, 0, heading, book.add_format({"bold": True, "quote_prefix": True}))
        sheet.freeze_panes(top + 1, 0)
        sheet.set_column(0, max(len(headers) - 1, 0), 16)
        sheet.write_row(top, 0, headers, head)
        for number, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                write_cell(sheet, number, column, value, loud if (number - top - 1, column) in marked else plain)
    return target.getvalue()


def attached(name: str) -> dict[str, str]:
    """The header under which a browser saves a download by this name, whatever its script."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def sheet_name(title: str) -> str:
    """What Excel allows as the name of a sheet."""
    return "".join(char for char in title if char not in r"[]:*?/\'")[:31]


def write_cell(sheet: Any, row: int, column: int, value: object, look: Any) -> None:
    """A number as a number, nothing as nothing, all else as text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime | date):
        sheet.write_string(
            row, column, value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat(), look
        )
    else:
        sheet.write_string(row, column, str(value), look)
