"""The child process that reads a spreadsheet: file on standard input, JSON lines on standard output.

It runs alone, with limits of time and memory of its own and without the settings, for a workbook of five
kilobytes can take a parser past twenty seconds and two gigabytes. It never imports the project.

Lines: {"sheet": name, "total": rows}, then [row number, [cell, ...]] for each row that holds something, then
{"merges": [[top, left, bottom, right], ...]}; {"error": code} ends it. A cell is text, a number, null,
{"date": "2026-11-08"} or {"formula": "=A1"}.
"""

import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.worksheet._reader import WorkSheetParser  # Read-only sheets hide their merges; this is what reads them.

SECONDS = 60
MEMORY = 1024 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_MERGES = 100_000
MAX_CELL = 32_767  # What a spreadsheet itself keeps in one cell.
MAX_TEXT = 60_000_000  # Characters that all rows say together: a short text may be shared by millions of cells.
MAX_CELLS = 2_000_000  # Of 100,000 rows, twenty columns each.
MAX_PARTS = 2_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 150
SMALL_PART = 4 * 1024 * 1024  # Small parts may be as regular as they like.


class Unreadable(Exception):
    """The file cannot be used; its only argument is the code of the reason."""


def main() -> None:
    """Read one file under the limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    data = sys.stdin.buffer.read()
    try:
        for line in lines_of(data):
            say(line)
    except Unreadable as refusal:
        say({"error": refusal.args[0]})
    except MemoryError:
        say({"error": "bomb"})
    except Exception as fault:  # noqa: BLE001  # Whatever a broken file does to a parser, the answer is one word.
        say({"error": "broken", "detail": type(fault).__name__})


def say(line: object) -> None:
    """Write one line of the answer."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def lines_of(data: bytes) -> Iterator[object]:
    """Everything that is in the file, by what its first bytes say it is."""
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise Unreadable("empty")
    if data.startswith(b"PK\x03\x04"):
        return within_budget(workbook(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old-or-locked")
    return within_budget(table(data))


def workbook(data: bytes) -> Iterator[object]:
    """The visible sheets of an .xlsx."""
    check_archive(data)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield {"sheet": sheet.title, "total": min(sheet.max_row or 0, MAX_ROWS)}
            yield from rows_of(book, sheet)


def within_budget(lines: Iterator[object]) -> Iterator[object]:
    """The same lines, as long as rows, cells and characters of the whole file stay within what a sheet holds."""
    rows = cells = said = 0
    for line in lines:
        if isinstance(line, list):
            rows += 1
            cells += len(line[1])
            said += sum(length_of(cell) for cell in line[1])
            if rows > MAX_ROWS:
                raise Unreadable("too-long")
            if cells > MAX_CELLS or said > MAX_TEXT:
                raise Unreadable("bomb")
        yield line


def length_of(cell: object) -> int:
    """How many characters a cell says; a formula is a text too."""
    if isinstance(cell, dict):
        return sum(len(text) for text in cell.values())
    return len(cell) if isinstance(cell, str) else 0


def check_archive(data: bytes) -> None:
    """Refuse what is no workbook, and what is a bomb by its own table of contents."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as fault:
        raise Unreadable("broken") from fault
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Unreadable("wrong-type")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable("bomb")
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Unreadable("bomb")


def rows_of(book: Any, sheet: Any) -> Iterator[object]:
    """The rows of one sheet that hold something, then its merges."""
    with book._archive.open(sheet._worksheet_path) as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, found in parser.parse():
            cells = plain_row(found)
            if cells:
                yield [number, cells]
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else []
    if len(ranges) > MAX_MERGES:
        raise Unreadable("bomb")
    yield {"merges": [[area.min_row, area.min_col, area.max_row, area.max_col] for area in ranges]}


def plain_row(found: list[dict[str, Any]]) -> list[object]:
    """The cells of a row from the first column on, as JSON can say them; nothing for an empty row."""
    cells: list[object] = []
    for cell in found:
        value = plain(cell)
        if value in (None, ""):
            continue
        if cell["column"] > MAX_COLUMNS:
            break
        cells.extend([None] * (cell["column"] - 1 - len(cells)))
        cells.append(value)
    return cells


def plain(cell: dict[str, Any]) -> object:
    """One cell as text, number, date or formula."""
    value = cell["value"]
    if cell["data_type"] == "f":
        return {"formula": str(getattr(value, "text", value))[:MAX_CELL]}
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()[:10]}
    if isinstance(value, time | timedelta | bool):
        return str(value)
    return str(value)[:MAX_CELL] if isinstance(value, str) else value


def table(data: bytes) -> Iterator[object]:
    """A CSV file, whatever encoding and separator the clerk's program wrote."""
    text = decoded(data)
    head = text[:4_000]
    separator = max(",\t;，", key=head.count)
    yield {"sheet": "", "total": text.count("\n")}
    csv.field_size_limit(100_000)
    for number, found in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        cells = [marked(cell[:MAX_CELL]) for cell in found[:MAX_COLUMNS]]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            yield [number, cells]
    yield {"merges": []}


def marked(text: str) -> object:
    """A cell of a CSV file: what Excel would run is a formula."""
    bare = text.strip()
    return {"formula": bare} if bare.startswith("=") and len(bare) > 1 else text


def decoded(data: bytes) -> str:
    """The text: UTF-8 with or without its mark, UTF-16 with it, else GB18030; no picture, no program."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return checked(data, encoding)
    try:
        return checked(data, "utf-8")
    except Unreadable:
        return checked(data, "gb18030")


def checked(data: bytes, encoding: str) -> str:
    """The text in this encoding, if that is what it is."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Unreadable("wrong-type") from fault
    if any(char in text[:10_000] for char in "\0\x01\x02\x03\x04"):
        raise Unreadable("wrong-type")
    return text


if __name__ == "__main__":
    main()
