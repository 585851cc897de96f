"""The figures and the lists as sheets: what the page says, cell by cell."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.sheets import write_xlsx
from dashboards.domain.listing import Listed
from dashboards.domain.overview import Line, Overview, cells_of
from dashboards.measures import MEASURES, Measure
from people.models.organisation import OrgUnit


def overview_sheet(shown: Overview) -> bytes:
    """The overview as xlsx: a row a line, two columns a figure, the unit as a whole last."""
    headers = [_("Code"), _("Unit or person")]
    for measure in MEASURES:
        headers += [str(measure.label), _("%(figure)s: of") % {"figure": measure.label}]
    rows = [_line(line) for line in [*shown.units, *shown.people]]
    rows.append(_line(Line(shown.unit, {cell.measure.key: cell.share for cell in shown.total}), name=_("In all")))
    return write_xlsx(headers, rows, title=shown.unit.name)


def people_sheet(unit: OrgUnit, measure: Measure, people: Iterable[Listed]) -> bytes:
    """The people behind a figure as xlsx: a row for each; no number and no phone."""
    headers = [
        pgettext("person", "Name"),
        _("Unit"),
        _("Posts"),
        str(measure.label),
        _("%(figure)s: of") % {"figure": measure.label},
    ]
    return write_xlsx(headers, list(_people(people)), title=f"{unit.name} {measure.label}")


def _line(line: Line, *, name: str = "") -> list[Any]:
    code = line.subject.code if isinstance(line.subject, OrgUnit) else ""
    own = _("%(unit)s itself") % {"unit": line.subject} if line.is_unit_itself else str(line.subject)
    row: list[Any] = [code, name or own]
    for cell in cells_of(line.figures):
        row += [cell.share.part, cell.share.whole]
    return row


def _people(people: Iterable[Listed]) -> Iterator[list[Any]]:
    comma = pgettext("list", ", ")
    for person in people:
        yield [person.name, comma.join(person.units), comma.join(person.posts), person.share.part, person.share.whole]
