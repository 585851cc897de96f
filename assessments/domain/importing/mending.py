"""The questions in error as a sheet of their own, to be mended and sent again alone."""

from collections import defaultdict

from django.utils.translation import gettext as _

from assessments.domain.importing.checking import Checked, Say
from assessments.formats import sheet
from assessments.formats.base import Draft
from assessments.formats.vocabulary import field_of
from common.sheets import write_xlsx


def sheet_of_refused(checked: Checked, say: Say) -> bytes:
    """Return a workbook of the refused questions, whatever the format of the file was, with the reasons beside them.

    It can be imported as it is: the columns of places and reasons are not read.
    """
    refused = checked.refused
    headers, rows = sheet.sheet_to_mend(refused)
    places = {field_of(header): place for place, header in enumerate(headers)}
    marked = {
        (number, places[field])
        for number, draft in enumerate(refused)
        for fault in draft.errors
        if (field := field_of(fault.place.column)) in places
    }
    for row, draft in zip(rows, refused, strict=True):
        row += [str(draft.place), reasons(draft, say)]
    return write_xlsx([*headers, _("Place in the file"), _("What to mend")], rows, title=_("To mend"), marked=marked)


def reasons(draft: Draft, say: Say) -> str:
    """Return the faults of a question, one column a line."""
    by_column: defaultdict[str, list[str]] = defaultdict(list)
    for fault in draft.errors:
        by_column[fault.place.column].append(say(fault))
    return "\n".join(f"{column}: {' '.join(said)}" if column else " ".join(said) for column, said in by_column.items())
