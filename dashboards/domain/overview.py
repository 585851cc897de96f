"""The overview of a unit: a line for each unit below it or for each of its people, five cells each."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards import figures
from dashboards.figures import Figures, Share, Side
from dashboards.measures import MEASURES, Measure
from people.models.accounts import User
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Cell:
    """One figure of one line."""

    measure: Measure
    share: Share
    beside: "Cell | None" = None

    @property
    def noun(self) -> str:
        """What is counted, in the number of the whole."""
        return self.measure.noun(self.share.whole)

    @property
    def query(self) -> str:
        """The query string of the list behind it: what is missing first, else all."""
        side = Side.MISSING if self.share.missing else Side.ALL
        return f"?figure={self.measure.key}&side={side}"


@dataclass(frozen=True)
class Line:
    """A unit or a person with its figures."""

    subject: OrgUnit | User
    figures: Figures
    is_unit_itself: bool = False

    @property
    def cells(self) -> list[Cell]:
        return cells_of(self.figures)


@dataclass(frozen=True)
class Overview:
    """A unit with its figures, and the lines below it: units, or people where there are no more units."""

    unit: OrgUnit
    total: list[Cell]
    units: list[Line]
    people: list[Line]


def cells_of(found: Figures) -> list[Cell]:
    """The five cells in their order, each with what must be read beside it."""
    return [_cell(found, measure) for measure in MEASURES]


def cell_of(unit: OrgUnit, measure: Measure) -> Cell:
    """One figure of a unit."""
    return Cell(measure, figures.of_unit_in(unit, measure))


def overview(unit: OrgUnit, *, worst_by: Measure | None = None) -> Overview:
    """The overview of the unit, in the order of the codes, or with the worst of one figure first."""
    total = cells_of(figures.of_unit(unit))
    children = list(unit.get_children())
    if not children:
        return Overview(unit, total, units=[], people=_sorted(_people(unit), worst_by))
    found = figures.by_child(unit)
    lines = [Line(child, found[child.path]) for child in children if child.closed_on is None or child.path in found]
    if unit.path in found:
        lines.append(Line(unit, found[unit.path], is_unit_itself=True))
    return Overview(unit, total, units=_sorted(lines, worst_by), people=[])


def _cell(found: Figures, measure: Measure) -> Cell:
    beside = measure.beside
    return Cell(measure, found[measure.key], _cell(found, beside) if beside else None)


def _people(unit: OrgUnit) -> list[Line]:
    found = figures.by_person(unit)
    people = User.objects.filter(pk__in=found.keys()).order_by("name", "pk")
    return [Line(person, found[person.pk]) for person in people]


def _sorted(lines: Iterable[Line], worst_by: Measure | None) -> list[Line]:
    if worst_by is None:
        return list(lines)
    return sorted(lines, key=lambda line: line.figures[worst_by.key].rank)
