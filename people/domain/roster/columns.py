"""Finding the header of a roster under its title rows, whatever the columns are called and wherever they stand."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.sheets import Cell, Row, Sheet

LOOK_AT = 40  # Rows in which the header is looked for.
DEEPEST = 3  # Rows that a header with merged cells may take.
REQUIRED = ("name", "id_number", "phone", "post")
PLACES = ("code", "village", "unit", "street")  # Any of these says where somebody was elected.


class RosterUnusable(Exception):
    """The file can be read but is no roster; the message says what is missing."""


@dataclass(frozen=True)
class Header:
    """Where the columns are: for each field its place from 0 and how the sheet heads it."""

    last_row: int
    places: Mapping[str, int]
    labels: Mapping[str, str]
    columns: Sequence[str]

    def label(self, field: str) -> str:
        """How the sheet heads this field."""
        return self.labels.get(field, "")


@lru_cache
def spellings() -> Mapping[str, tuple[str, int]]:
    """For each spelling of a header its field, and its rank among the spellings of that field."""
    return {
        plain_label(text): (field, rank)
        for field, table in column_tables().items()
        for rank, text in enumerate(table["headers"])
    }


@lru_cache
def column_tables() -> Mapping[str, dict[str, Any]]:
    """columns.toml."""
    file = Path(__file__).parents[2] / "columns.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def plain_label(text: str) -> str:
    """A header without the ways of writing it: width, spaces, stars, colons, quotes."""
    return re.sub(r"[\s*:“”\"'·]", "", unicodedata.normalize("NFKC", text)).lower()


def field_of(cell: Cell) -> tuple[str, int] | None:
    """The field that a header cell names, if it names one; remarks in brackets do not matter."""
    if not isinstance(cell, str) or len(cell) > 60:
        return None
    label = plain_label(cell)
    return spellings().get(label) or spellings().get(re.sub(r"\([^)]*\)", "", label))


def header_of(sheet: Sheet) -> Header | None:
    """The header of a sheet, or None if nothing in its first rows looks like one."""
    rows = sheet.rows[:LOOK_AT]
    best: tuple[int, int, int] | None = None
    found: Header | None = None
    for index in range(len(rows)):
        for depth in range(1, min(DEEPEST, index + 1) + 1):
            header = read_header(rows[index - depth + 1 : index + 1])
            score = (len(header.places), -depth, -index)
            if best is None or score > best:
                best, found = score, header
    if found is None or len(found.places) < 3 or not {"name", "id_number"} & found.places.keys():
        return None
    return found


def read_header(rows: Sequence[Row]) -> Header:
    """What these rows would mean as a header: in each column the lowest text that is one of our fields."""
    width = max(len(cells) for _number, cells in rows)
    ranks: dict[str, int] = {}
    places: dict[str, int] = {}
    columns = [""] * width
    for column in range(width):
        stack = [cells[column] for _number, cells in rows if column < len(cells) and cells[column] not in (None, "")]
        named = [(field_of(cell), cell) for cell in reversed(stack)]
        columns[column] = str(stack[-1]).strip() if stack else ""
        for match, cell in named:
            if match is not None:
                field, rank = match
                if field not in places or rank < ranks[field]:
                    places[field], ranks[field] = column, rank
                columns[column] = re.sub(r"\s*\n\s*", "", str(cell)).strip()
                break
    labels = {field: columns[column] for field, column in places.items()}
    return Header(rows[-1][0], places, labels, columns)


def choose_sheet(sheets: Sequence[Sheet], *, is_single_unit: bool) -> tuple[Sheet, Header, list[str]]:
    """The sheet that is the roster, its header, and the names of others that look like rosters too."""
    headed = [(sheet, header) for sheet in sheets if (header := header_of(sheet)) is not None]
    if not headed:
        raise RosterUnusable(
            _("No row with the columns of a roster was found. It needs these: %(columns)s.")
            % {"columns": names_of([*PLACES[1:2], *REQUIRED])}
        )
    whole = [(sheet, header) for sheet, header in headed if not missing(header, is_single_unit=is_single_unit)]
    if not whole:
        lacking = missing(headed[0][1], is_single_unit=is_single_unit)
        raise RosterUnusable(_("The sheet has no column for: %(columns)s.") % {"columns": names_of(lacking)})
    (sheet, header), *others = whole
    return sheet, header, [other.name for other, _header in others]


def missing(header: Header, *, is_single_unit: bool) -> list[str]:
    """The fields that every roster needs and this one lacks."""
    lacking = [field for field in REQUIRED if field not in header.places]
    has_place = is_single_unit or any(field in header.places for field in PLACES)
    return lacking if has_place else ["village", *lacking]


def names_of(fields: Sequence[str]) -> str:
    """The fields by name, as a sentence lists them."""
    is_english = (get_language() or "").startswith("en")
    names = [column_tables()[field]["name"]["en" if is_english else "zh"] for field in fields]
    return (", " if is_english else "、").join(names)
