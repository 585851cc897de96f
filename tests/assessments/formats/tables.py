"""Sheets of questions for tests, as the formats see them: numbered rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.formats import sheet
from assessments.formats.base import Draft, Reading

HEADERS = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案")


@dataclass
class Table:
    """A sheet, as `assessments.formats.sheet` takes it."""

    rows: list[tuple[int, list[Any]]]
    name: str = "Sheet1"
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def table(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS, name: str = "Sheet1") -> Table:
    """Return a sheet with a header in row 1 and the questions below."""
    return Table([(number, list(row)) for number, row in enumerate([headers, *rows], start=1)], name)


def read(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS) -> Reading:
    """Return what is read from a sheet of these rows."""
    return sheet.read([table(*rows, headers=headers)])


def draft(*cells: Any, headers: Sequence[Any] = HEADERS) -> Draft:
    """Return the one question of a sheet."""
    [found] = read(cells, headers=headers).drafts
    return found


def errors(found: Draft) -> list[tuple[str, str]]:
    """Return place and code of each error."""
    return [(str(fault.place), fault.code) for fault in found.errors]


def warnings(found: Draft) -> list[str]:
    """Return the codes of the warnings."""
    return [fault.code for fault in found.warnings]


def right(found: Draft) -> str:
    """Return the letters of the right options."""
    options = found.content.own["options"]
    is_right = [option.get("correct", option.get("fraction") == "1") for option in options]
    return "".join("ABCDEFGH"[place] for place, right in enumerate(is_right) if right)
