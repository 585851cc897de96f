"""What a check found, as JSON and as a sheet: the report, and the refused rows to mend."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from common.sheets import Cell, Formula, write_xlsx
from people.domain.roster.checking import Checked
from people.domain.roster.rows import SAID_ONCE

LISTED = 5_000  # Faults that a report lists; the sheet to mend has them all.


def report_of(checked: Checked) -> dict[str, Any]:
    """The answer of the command and of the page (docs/reference/roster-columns.md)."""
    accepted = len(checked.accepted)
    return {
        "rows": len(checked.entries),
        "accepted": accepted,
        "refused": [fault.as_dict() for fault in checked.refused],
        "warnings": [fault.as_dict() for fault in checked.all_warnings],
    }


def sheet_to_mend(checked: Checked) -> bytes:
    """The refused rows as a workbook: the sheet's own columns, merged units filled in, and the reasons at the end.

    It can be mended and imported as it is: the column of reasons is not read.
    """
    header = checked.header
    places = {label: header.places[name] for name, label in header.labels.items()}
    rows: list[list[object]] = []
    marked: set[tuple[int, int]] = set()
    for entry in (entry for entry in checked.entries if not entry.is_good):
        by_column: defaultdict[str, list[str]] = defaultdict(list)
        for fault in entry.candidate.faults:
            by_column[fault.column].append(fault.message)
        marked |= {(len(rows), places[column]) for column in by_column if column in places}
        reasons = "\n".join(f"{column}: {' '.join(said)}" for column, said in by_column.items())
        cells = [shown(cell) for cell in entry.row.whole]
        cells += [""] * (len(header.columns) - len(cells))
        for name in SAID_ONCE:
            if name in header.places:
                cells[header.places[name]] = shown(entry.row.cells[name])
        rows.append([*cells[: len(header.columns)], entry.row.number, reasons])
    headers = [*header.columns, _("Row in the roster"), _("What to mend")]
    return write_xlsx(headers, rows, title=_("To mend"), marked=marked)


def shown(cell: Cell) -> object:
    """A cell as the sheet to mend shows it: everything as text, so that no long number is cut again."""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
