"""From a sheet to its people: merged cells filled down, blank rows and sums left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.sheets import Cell, Row, Sheet
from people.domain.roster.columns import Header, field_of

CORE = ("name", "id_number", "phone", "post")
# Said once for several people, from the largest to the smallest: a new street ends the community said before.
PLACE = ("street", "unit", "village", "code")
SAID_ONCE = (*PLACE, "elected_on")
DITTO = {"同上", "〃", "″", '"', "”", "—〃—", "''"}
SUM = re.compile(r"^(合计|总计|小计|共计|总人数|累计|统计)")
FOOTNOTE = re.compile(
    r"^(注|备注|说明|填表说明|填表人|审核人|制表人|填报人|负责人|联系人|单位负责人|填报日期)\s*[:：]?"
)


@dataclass(frozen=True)
class PersonRow:
    """What the sheet says about one person: the number of the row, the cells by field, and the row as it stands."""

    number: int
    cells: Mapping[str, Cell]
    whole: Sequence[Cell]


def person_rows(sheet: Sheet, header: Header) -> list[PersonRow]:
    """The people of a sheet, from the row after its header to its end."""
    filler = Filler(sheet, header)
    found = []
    for number, cells in sheet.rows:
        if number > header.last_row and is_person((number, cells), header):
            row = {field: cells[place] if place < len(cells) else None for field, place in header.places.items()}
            found.append(PersonRow(number, {**row, **filler.fill(number, row)}, cells))
    return found


class Filler:
    """Puts into each row what was said above for several people.

    Where a column has merged cells, they alone say how far a value reaches, and an empty cell outside them is
    empty. Where it has none (a CSV file, a sheet typed that way), an empty place means the same as above.
    """

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.fields = [field for field in SAID_ONCE if field in header.places]
        self.above: dict[str, Cell] = {}
        self.said_in: dict[str, int] = {}  # The row of the value in `above`.
        # For each field the rows inside a merged area, and the first row of that area.
        self.merged: dict[str, dict[int, int]] = {field: {} for field in self.fields}
        by_column = {header.places[field] + 1: field for field in self.fields}
        for top, left, bottom, right in sheet.merges:
            for column in range(left, right + 1) if bottom > max(top, header.last_row) else ():
                if column in by_column:
                    self.merged[by_column[column]].update(dict.fromkeys(range(top, bottom + 1), top))

    def fill(self, number: int, row: Mapping[str, Cell]) -> dict[str, Cell]:
        """The values of the fields that are said once, for this row."""
        return {field: self.value(field, row[field], number) for field in self.fields}

    def value(self, field: str, cell: Cell, number: int) -> Cell:
        """What this cell says, or what was said for it above."""
        text = cell.strip() if isinstance(cell, str) else cell
        if text in DITTO:
            return self.above.get(field)
        if text not in (None, ""):
            self.say(field, cell, number)
            return cell
        areas = self.merged[field]
        if areas:
            reaches = number in areas and self.said_in.get(field) == areas[number]
            return self.above.get(field) if reaches else None
        return self.above.get(field) if field in PLACE else None

    def say(self, field: str, cell: Cell, number: int) -> None:
        """Remember a value; a new larger unit ends the smaller ones."""
        if field in PLACE and cell != self.above.get(field):
            for smaller in PLACE[PLACE.index(field) + 1 :]:
                self.above.pop(smaller, None)
        self.above[field], self.said_in[field] = cell, number


def is_person(row: Row, header: Header) -> bool:
    """Is this row about somebody? Blank rows, sums, footnotes and repeated headers are not."""
    _number, cells = row
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    has = {field for field in CORE if at(header, cells, field) not in (None, "")}
    if not has:
        return False
    if "id_number" not in has and any(SUM.match(text.replace(" ", "").replace("　", "")) for text in texts):
        return False
    if not has - {"name", "phone"} and texts and FOOTNOTE.match(texts[0]):
        return False
    name = at(header, cells, "name")
    return (field_of(name) or ("",))[0] != "name"


def at(header: Header, cells: Sequence[Cell], field: str) -> Cell:
    """The cell of a field; nothing where the row is shorter. A text of spaces is nothing."""
    place = header.places.get(field)
    if place is None or place >= len(cells):
        return None
    cell = cells[place]
    return None if isinstance(cell, str) and not cell.strip() else cell
