"""The figures and the lists as sheets: what the page says, cell by cell; each says by itself what it is and of when."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.sheets import write_xlsx
from common.templatetags.ui import share
from dashboards.domain.listing import Listed, label_of
from dashboards.domain.overview import Cell, Line, Overview, cells_of
from dashboards.figures import Side
from dashboards.measures import MEASURES, Measure
from people.models.organisation import OrgUnit


def overview_sheet(shown: Overview, *, at: datetime) -> bytes:
    """The overview as xlsx: a row a line, part, whole and share of each figure, the unit as a whole last."""
    headers = [_("Code"), _("Unit or person")]
    for measure in MEASURES:
        headers += [*(str(head) for head in measure.heads), str(measure.label)]
        headers += [str(measure.beside.label)] if measure.beside else []
    rows = [_line(line) for line in [*shown.units, *shown.people]]
    whole = {cell.measure.key: cell.share for cell in _flat(shown.total)}
    rows.append(_line(Line(shown.unit, whole), name=_("In all")))
    heading = f"{shown.unit.name} · {_('Training overview')} · {_as_of(at)}"
    return write_xlsx(headers, rows, title=shown.unit.name, heading=heading)


def people_sheet(unit: OrgUnit, measure: Measure, side: Side, lines: list[Listed], *, at: datetime) -> bytes:
    """The lines behind a figure as xlsx; no number and no phone."""
    headers = [pgettext("person", "Name"), _("Unit"), _("Posts")]
    headers += [str(measure.about_head)] if measure.about else []
    headers += [_("State")] if measure.is_yes_or_no else [*(str(head) for head in measure.heads), str(measure.label)]
    count = len(lines)
    said = _("%(count)d %(things)s in all") % {"count": count, "things": measure.line_noun(count)}
    heading = " · ".join([unit.name, str(measure.label), label_of(measure, side), said, _as_of(at)])
    return write_xlsx(
        headers, list(_cells(measure, lines)), title=f"{unit.name} {label_of(measure, side)}", heading=heading
    )


def name_of_file(*parts: object, at: datetime) -> str:
    """“市中区-承诺书签订率-未签齐-20261125.xlsx”."""
    return "-".join([*(str(part).replace("/", "_") for part in parts), f"{timezone.localdate(at):%Y%m%d}"]) + ".xlsx"


def _as_of(at: datetime) -> str:
    return _("as of %(time)s") % {"time": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}


def _flat(cells: Iterable[Cell]) -> Iterator[Cell]:
    for cell in cells:
        yield cell
        if cell.beside:
            yield cell.beside


def _line(line: Line, *, name: str = "") -> list[Any]:
    code = line.subject.code if isinstance(line.subject, OrgUnit) else ""
    own = _("%(unit)s itself") % {"unit": line.subject} if line.is_unit_itself else str(line.subject)
    row: list[Any] = [code, name or own]
    for cell in cells_of(line.figures):
        row += [cell.share.part, cell.share.whole, share(cell.share.part, cell.share.whole)]
        row += [cell.beside.share.whole] if cell.beside else []
    return row


def _cells(measure: Measure, lines: Iterable[Listed]) -> Iterator[list[Any]]:
    comma = pgettext("list", ", ")
    for line in lines:
        row: list[Any] = [line.name, comma.join(line.units), comma.join(line.posts)]
        row += [line.about] if measure.about else []
        if measure.is_yes_or_no:
            row.append(str(measure.done if line.is_done else measure.missing))
        else:
            row += [line.share.part, line.share.whole, share(line.share.part, line.share.whole)]
        yield row
