"""The division file: bringing the tree of units to what it says, in bulk, as often as one likes.

The tree's own API writes row by row. Here the paths are computed for all new units at once, with the steps that
the tree itself would have given: a new unit comes after the last of its siblings, so later ones still fit in.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from people.enums import Level
from people.models.organisation import OrgUnit

COLUMNS = ("code", "name", "level", "parent_code")
BATCH = 2_000
# A file that would close more than this many units, and more than a tenth of them, is likely not the whole file.
CLOSE_MANY = 100


class DivisionsRefused(Exception):
    """The file is not a division file; the message says where and why."""


class WouldCloseMany(DivisionsRefused):
    """The file leaves out so many units that it may be a part only."""


@dataclass(frozen=True)
class Division:
    """One line of the file."""

    code: str
    name: str
    level: str
    parent_code: str


@dataclass
class Changes:
    """What an import changed, by code; a name stands beside each code for the report."""

    rows: int = 0
    added: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, tuple[str, str]] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    reopened: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)


def read_divisions(file: IO[str]) -> list[Division]:
    """The lines of a division file (CSV with the columns code, name, level, parent_code), parents first."""
    reader = csv.DictReader(file)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        details = {"missing": ", ".join(missing), "columns": ", ".join(COLUMNS)}
        raise DivisionsRefused(_("The file has no column %(missing)s; it needs %(columns)s.") % details)
    found: dict[str, Division] = {}
    for number, line in enumerate(reader, start=2):
        division = Division(*((line[column] or "").strip() for column in COLUMNS))
        check_line(division, number, found)
        found[division.code] = division
    if not found:
        raise DivisionsRefused(_("The file has no units."))
    order = {level: place for place, level in enumerate(Level.values)}
    return sorted(found.values(), key=lambda division: (order[division.level], division.code))


def check_line(division: Division, number: int, found: dict[str, Division]) -> None:
    """Refuse a line that cannot be a unit."""
    if not (division.code.isascii() and division.code.isdigit()) or not division.name:
        raise DivisionsRefused(_("Line %(number)s: a unit needs a code of digits and a name.") % {"number": number})
    if division.level not in Level.values:
        details = {"number": number, "text": division.level, "levels": ", ".join(Level.values)}
        raise DivisionsRefused(_("Line %(number)s: “%(text)s” is no level; use %(levels)s.") % details)
    if division.code in found:
        details = {"number": number, "code": division.code}
        raise DivisionsRefused(_("Line %(number)s: the code %(code)s stands in the file twice.") % details)


def import_divisions(*, divisions: Iterable[Division], on: date, close_many: bool = False) -> Changes:
    """Add, rename, move, close and reopen units until the tree is the file's; units below communities stay."""
    changes = Changes()
    with transaction.atomic():
        tree = Tree()
        for division in divisions:
            changes.rows += 1
            tree.take(division, changes)
        tree.close_missing(on, changes)
        if len(changes.closed) > max(CLOSE_MANY, len(tree.units) // 10) and not close_many:
            details = {"closed": len(changes.closed), "units": len(tree.units)}
            raise WouldCloseMany(
                _("%(closed)s of %(units)s units are not in the file and would be closed. If so, say --close-many.")
                % details
            )
        tree.save(changes)
    return changes


class Tree:
    """The units as they are and as they shall be, in memory: five plain columns of each."""

    def __init__(self) -> None:
        wanted = ("pk", "code", "name", "level", "path", "depth", "numchild", "closed_on")
        self.units = {unit.code: unit for unit in OrgUnit.objects.only(*wanted).iterator(BATCH)}
        self.seen: set[str] = set()
        self.new: list[OrgUnit] = []
        self.changed: dict[str, OrgUnit] = {}
        self.last_path: dict[str, str] = {}
        self.grown: set[str] = set()
        for unit in self.units.values():
            above = self.above(unit)
            self.last_path[above] = max(self.last_path.get(above, ""), unit.path)

    @staticmethod
    def above(unit: OrgUnit) -> str:
        """The path of the unit above."""
        return unit.path[: -OrgUnit.steplen]

    def take(self, division: Division, changes: Changes) -> None:
        """Bring one unit to what the file says."""
        self.seen.add(division.code)
        unit = self.units.get(division.code)
        parent = self.parent_of(division)
        if unit is None:
            self.add(division, parent)
            changes.added[division.code] = division.name
            return
        if unit.name != division.name:
            changes.renamed[unit.code] = (unit.name, division.name)
            unit.name = division.name
            self.changed[unit.code] = unit
        if unit.closed_on is not None:
            changes.reopened[unit.code] = unit.name
            unit.closed_on = None
            self.changed[unit.code] = unit
        if self.above(unit) != (parent.path if parent else ""):
            changes.moved[unit.code] = division.parent_code

    def parent_of(self, division: Division) -> OrgUnit | None:
        """The unit above, which the file or the tree must have."""
        if not division.parent_code:
            return None
        parent = self.units.get(division.parent_code)
        if parent is None:
            details = {"unit": f"{division.code} {division.name}", "parent": division.parent_code}
            raise DivisionsRefused(_("%(unit)s: there is no unit %(parent)s above it.") % details)
        return parent

    def add(self, division: Division, parent: OrgUnit | None) -> None:
        """Put a new unit after the last of its siblings."""
        above = parent.path if parent else ""
        depth = len(above) // OrgUnit.steplen + 1
        last = self.last_path.get(above)
        step = OrgUnit._str2int(last[-OrgUnit.steplen :]) + 1 if last else 1
        path = OrgUnit._get_path(above, depth, step)
        unit = OrgUnit(code=division.code, name=division.name, level=division.level, path=path, depth=depth, numchild=0)
        self.last_path[above] = path
        self.units[unit.code] = unit
        self.new.append(unit)
        if parent is not None:
            parent.numchild += 1
            self.grown.add(parent.code)

    def close_missing(self, on: date, changes: Changes) -> None:
        """Close what stands under the file's roots and is not in the file; grids are the districts' own."""
        roots = tuple(self.units[code].path for code in self.seen if self.units[code].depth == 1)
        for unit in self.units.values():
            is_ours = unit.level != Level.GRID and unit.path.startswith(roots) and unit.code not in self.seen
            if roots and is_ours and unit.closed_on is None:
                unit.closed_on = on
                self.changed[unit.code] = unit
                changes.closed[unit.code] = unit.name

    def save(self, changes: Changes) -> None:
        """Write everything in a few statements; the rare unit that moved goes through the tree's own API."""
        self.grown -= {unit.code for unit in self.new}
        OrgUnit.objects.bulk_create(self.new, batch_size=BATCH)
        OrgUnit.objects.bulk_update([self.units[code] for code in self.grown], ["numchild"], batch_size=200)
        OrgUnit.objects.bulk_update(list(self.changed.values()), ["name", "closed_on"], batch_size=200)
        for code, parent_code in changes.moved.items():
            unit, parent = OrgUnit.objects.get(code=code), OrgUnit.objects.filter(code=parent_code).first()
            if parent is not None:
                unit.move(parent, "last-child")


def some(named: dict[str, str], limit: int = 10) -> Iterator[str]:
    """A few of them, as a report lists them."""
    for code, name in list(named.items())[:limit]:
        yield f"{code} {name}"
