"""Questions as rows of a sheet: a header under any title rows, one question a row; and the same way back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from .base import Content, Draft, FileUnusable, Place, Reading, plain
from .building import Material, build
from .details import restored, surplus
from .keys import LETTERS
from .making import decimal_text
from .options import options_of_cell
from .vocabulary import field_of, kind_in, kind_of_word
from .writing import KIND_WORDS, written, written_stem

LOOK_AT = 40  # Rows in which the header is looked for.
LONGEST_CELL = 32_767  # Characters that a spreadsheet keeps in one cell.
SERIALS = range(36_526, 54_789)  # The years 2000 to 2049, as spreadsheets count days.
HEADERS = ("题型", "题干", "答案", "解析", "分值", "难度", "知识点", "依据", "来源", "附加数据")
FIELDS = ("kind", "stem", "answer", "explanation", "points", "difficulty", "topics", "reference", "source")
TEXTS = ("explanation", "reference", "topics", "source", "points", "difficulty")
Row = tuple[int, list[Any]]


class Table(Protocol):
    """A sheet: its name, its numbered rows of cells, and the merged areas (top, left, bottom, right; from 1)."""

    name: str
    rows: list[Row]
    merges: list[tuple[int, int, int, int]]


@dataclass(frozen=True)
class Header:
    """Where each field stands, from 0, and how the sheet heads it."""

    row: int
    columns: Mapping[str, int]
    labels: Mapping[str, str]


def read(tables: Iterable[Table]) -> Reading:
    """Return the questions of all sheets that have a header."""
    headed = [(table, header) for table in tables if (header := header_of(table.rows)) is not None]
    if not headed:
        raise FileUnusable("no-header")
    reading = Reading()
    for table, header in headed:
        reader = SheetReader(table, header, is_only_one=len(headed) == 1)
        reading.drafts += reader.drafts()
    if not reading.drafts:
        raise FileUnusable("no-questions")
    return reading


def header_of(rows: Sequence[Row]) -> Header | None:
    """Return the header: the row among the first with most names of fields, the stem among them."""
    best: Header | None = None
    for number, cells in rows[:LOOK_AT]:
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and (name := field_of(cell)) and name not in columns:
                columns[name] = place
        if "stem" in columns and len(columns) > max(1, len(best.columns) if best else 0):
            best = Header(number, columns, {name: str(cells[place]).strip() for name, place in columns.items()})
    return best


class SheetReader:
    """Reads the rows below a header."""

    def __init__(self, table: Table, header: Header, *, is_only_one: bool) -> None:
        self.table, self.header = table, header
        self.prefix = "" if is_only_one else f"{table.name}!"
        self.said_above = dict(self._merged_kinds())

    def drafts(self) -> list[Draft]:
        """Return a draft for each row that holds a question."""
        return [self.draft(row) for row in self.table.rows if row[0] > self.header.row and self._is_question(row)]

    def draft(self, row: Row) -> Draft:
        """Return the question of one row; its first faults are those of the cells themselves."""
        number, cells = row
        notes = Draft(Place(number, self.prefix), Content("", "", {}))
        texts = {name: self._text(name, cells, notes) for name in self.header.columns}
        material = self._material(number, texts)
        draft = build(material)
        if notes.errors:
            draft.errors = notes.errors  # What follows from a cell that nobody read is not said as well.
        draft.warnings = [*notes.warnings, *draft.warnings]
        return restored(draft, texts.get("details", ""), reread)

    def _material(self, number: int, texts: Mapping[str, str]) -> Material:
        word = texts.get("kind", "") or self.said_above.get(number, "")
        kind = kind_of_word(word) or word or kind_in(self.table.name) or kind_of_word(self.table.name)
        return material_of(
            Place(number, self.prefix),
            {**texts, "kind": kind},
            {name: self._place(number, name) for name in self.header.columns},
        )

    def _place(self, number: int, name: str) -> Place:
        return Place(number, self.prefix + letters_of(self.header.columns[name]), self.header.labels[name])

    def _text(self, name: str, cells: Sequence[Any], notes: Draft) -> str:
        """Return a cell as text; a formula is refused, and what a program made of the text is noted."""
        column = self.header.columns[name]
        cell = cells[column] if column < len(cells) else None
        place = self._place(notes.place.row, name)
        if cell is None or isinstance(cell, str):
            return plain(cell or "") if name != "details" else (cell or "")
        if isinstance(cell, date):
            notes.warn("date-cell", place, text=cell.isoformat())
            return cell.isoformat()
        if not isinstance(cell, int | float):
            notes.refuse("formula", place)
            return ""
        if cell in SERIALS and (name == "answer" or name.startswith("option")):
            notes.warn("date-serial", place, text=str(cell))
        return f"{cell:.15g}"

    def _is_question(self, row: Row) -> bool:
        """Tell whether a row says something of a question: no blank row, no header again, no remark at the end."""
        _number, cells = row
        has = {
            name
            for name, column in self.header.columns.items()
            if column < len(cells) and str(cells[column] if cells[column] is not None else "").strip()
        }
        named = (name for name in has if field_of(str(cells[self.header.columns[name]])) == name)
        is_header_again = {"stem", "answer"} <= set(named)
        return bool(has - {"kind", "points", "difficulty", "topics"}) and has != {"stem"} and not is_header_again

    def _merged_kinds(self) -> Iterator[tuple[int, str]]:
        """Yield what merged cells in the column of kinds say for the rows below their first."""
        column = self.header.columns.get("kind")
        rows = dict(self.table.rows)
        for top, left, bottom, _right in self.table.merges:
            if column is not None and left == column + 1 and top in rows:
                cell = rows[top][column] if column < len(rows[top]) else None
                yield from ((number, plain(str(cell or ""))) for number in range(top, bottom + 1))


def material_of(place: Place, texts: Mapping[str, str], places: dict[str, Place]) -> Material:
    """Return the material of a row's texts; options end with the last one that is filled in."""
    numbers = [int(name.removeprefix("option")) for name in texts if name.startswith("option") and name != "options"]
    options = [texts.get(f"option{number}", "") for number in range(1, max(numbers, default=0) + 1)]
    while options and not options[-1].strip():
        options.pop()
    if not options and texts.get("options"):
        options = options_of_cell(texts["options"])
    said = {name: texts.get(name, "") for name in TEXTS}
    return Material(
        place, texts["kind"], texts.get("stem", ""), options, texts.get("answer", ""), places=places, **said
    )


def letters_of(column: int) -> str:
    """Return how spreadsheets call a column: A, B, … Z, AA."""
    head = letters_of(column // 26 - 1) if column >= 26 else ""
    return head + LETTERS[column % 26]


def write(contents: Sequence[Content]) -> tuple[list[str], list[list[object]]]:
    """Return the headers and rows of a sheet that `read` understands, with as many options as are needed."""
    lines = [cells_of(content) for content in contents]
    most = max([4, *(len(options) for options, _ in lines)])
    headers = [*HEADERS[:2], *(f"选项{LETTERS[place]}" for place in range(most)), *HEADERS[2:]]
    rows: list[list[object]] = []
    for (options, cells), content in zip(lines, contents, strict=True):
        filled = [*options, *[""] * (most - len(options))]
        row: list[object] = [*cells[:2], *filled, *cells[2:], surplus(content, reread)]
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
            raise FileUnusable("too-long-for-sheet", stem=content.stem[:40])
        rows.append(row)
    return headers, rows


def sheet_to_mend(drafts: Sequence[Draft]) -> tuple[list[str], list[list[object]]]:
    """Return the headers and rows of a sheet with what these drafts said in their file, so far as columns hold it."""
    texts = [draft.texts or _texts_of(draft.content) for draft in drafts]
    most = max([4, *(int(name.removeprefix("option")) for said in texts for name in said if name.startswith("option"))])
    options = [f"option{number}" for number in range(1, most + 1)]
    fields = [*FIELDS[:2], *options, *FIELDS[2:]]
    headers = [*HEADERS[:2], *(f"选项{LETTERS[place]}" for place in range(most)), *HEADERS[2:-1]]
    return headers, [[said.get(name, "") for name in fields] for said in texts]


def _texts_of(content: Content) -> dict[str, str]:
    """Return what was understood of a question that never was a row."""
    try:
        options, cells = cells_of(content)
    except (KeyError, ValueError):
        return {"kind": KIND_WORDS.get(content.kind, content.kind), "stem": content.stem}
    numbered = {f"option{number}": text for number, text in enumerate(options, start=1)}
    return {**dict(zip(FIELDS, cells, strict=True)), **numbered}


def cells_of(content: Content) -> tuple[list[str], list[str]]:
    """Return the options, and the cells in the order of the headers, the details left out."""
    options, answer = written(content)
    kind = KIND_WORDS.get(content.kind, content.kind)
    numbers = [decimal_text(content.points), str(content.difficulty)]
    texts = [content.topics, content.reference, content.source]
    cells = [kind, written_stem(content), answer, content.explanation, *numbers, *texts]
    return [plain(text) for text in options], [plain(text) for text in cells]


def reread(content: Content) -> Content:
    """Return what an import makes of the plain columns of an exported question."""
    options, cells = cells_of(content)
    texts = dict(zip(FIELDS, cells, strict=True))
    texts |= {f"option{number}": text for number, text in enumerate(options, start=1)}
    texts["kind"] = kind_of_word(texts["kind"]) or texts["kind"]
    return build(material_of(Place(0), texts, {})).content
