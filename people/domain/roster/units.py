"""Finding the unit that a row means: by its code, or by a name as people shorten it, within a subtree."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from people.enums import Level
from people.models.organisation import OrgUnit

OFFICE = re.compile(r"(街道办事处|街道办|街道党工委|人民政府)$")
COMMITTEE = re.compile(r"(居民委员会|居委会|村民委员会|村委会|居民委|村民委)$")
KIND = re.compile(r"(社区|村|居|街道|镇|乡)$")


@dataclass(frozen=True)
class Place:
    """What a row says about where: each may be empty."""

    code: str = ""
    street: str = ""
    name: str = ""


class UnitUnknown(Exception):
    """No such unit, or several; `reason` is a key of faults.MESSAGES, `likely` are names or codes to offer."""

    def __init__(self, reason: str, text: str, likely: list[str], *, is_street: bool = False) -> None:
        self.reason, self.text, self.likely, self.is_street = reason, text, likely, is_street
        super().__init__(reason)


def exact(name: str) -> str:
    """A name without the ways of writing it."""
    return re.sub(r"[\s“”\"'·]", "", unicodedata.normalize("NFKC", name))


def without_committee(name: str) -> str:
    """六里山路社区 for 六里山路社区居民委员会; 六里山街道 for 六里山街道办事处."""
    bare = COMMITTEE.sub("", OFFICE.sub(lambda found: "街道" if "街道" in found[0] else "", exact(name)))
    return bare or exact(name)


def core(name: str) -> str:
    """六里山路 for 六里山路社区; the last, loosest way to compare."""
    bare = without_committee(name)
    return KIND.sub("", bare) or bare


# From strict to loose; the first that finds anything decides.
WAYS: tuple[Callable[[str], str], ...] = (exact, without_committee, core)


class UnitFinder:
    """The units of one subtree, ready to be found many times."""

    def __init__(self, root: OrgUnit) -> None:
        self.root = root
        self.by_code: dict[str, OrgUnit] = {}
        self.by_name: list[defaultdict[str, list[OrgUnit]]] = [defaultdict(list) for _way in WAYS]
        self.found: dict[Place, OrgUnit | UnitUnknown] = {}
        units = OrgUnit.objects.under(root).in_use().only("code", "name", "level", "path", "depth")
        for unit in units.order_by("path"):
            self.by_code[unit.code] = unit
            for names, way in zip(self.by_name, WAYS, strict=True):
                names[way(unit.name)].append(unit)

    def find(self, place: Place) -> OrgUnit:
        """The unit, or UnitUnknown with what it could have been."""
        if place not in self.found:
            try:
                self.found[place] = self.look_up(place)
            except UnitUnknown as unknown:
                self.found[place] = unknown
        result = self.found[place]
        if isinstance(result, UnitUnknown):
            raise result
        return result

    def look_up(self, place: Place) -> OrgUnit:
        """By code if there is one; else by name, under the street if one is named."""
        if place.code:
            return self.with_code(place.code)
        above = self.street(place.street) if place.street else self.root
        if not place.name:
            return above
        if exact(place.name).isdigit() and len(exact(place.name)) >= 6:
            return self.with_code(place.name)
        return self.named(place.name, above)

    def with_code(self, text: str) -> OrgUnit:
        """By the statistical code; zeros that pad it to twelve digits do not matter."""
        code = exact(text)
        shorter = [code[:length] for length in (9, 6) if len(code) == 12 and not code[length:].strip("0")]
        unit = next((self.by_code[each] for each in (code, *shorter) if each in self.by_code), None)
        if unit is None:
            raise UnitUnknown("unit-unlike", text, [])
        return unit

    def street(self, name: str) -> OrgUnit:
        """The street or township; the root itself may be meant."""
        candidates = self.candidates(name, self.root, lambda unit: unit.level != Level.VILLAGE)
        return self.only(name, candidates, self.root, is_street=True)

    def named(self, name: str, above: OrgUnit) -> OrgUnit:
        """The unit of that name at or below another; the names of units above it may be written before it."""
        candidates = self.candidates(name, above, lambda unit: True)
        if not candidates:
            shorter = self.without_units_above(name, above)
            candidates = self.candidates(shorter, above, lambda unit: True) if shorter else []
        return self.only(name, candidates, above)

    def candidates(self, name: str, above: OrgUnit, fits: Callable[[OrgUnit], bool]) -> list[OrgUnit]:
        """All units that the strictest successful way of comparing finds."""
        for names, way in zip(self.by_name, WAYS, strict=True):
            found = [unit for unit in names.get(way(name), ()) if unit.path.startswith(above.path) and fits(unit)]
            if found:
                # 大尧 is a community; 大尧街道 would have been written for the street.
                lowest = [unit for unit in found if unit.level in {Level.VILLAGE, Level.GRID}]
                return lowest if len(found) > 1 and lowest else found
        return []

    def without_units_above(self, name: str, above: OrgUnit) -> str:
        """六里山路社区 for 市中区六里山街道六里山路社区."""
        shorter = exact(name)
        for unit in sorted(self.by_code.values(), key=lambda unit: unit.depth) if self.is_prefixed(shorter) else ():
            if unit.level != Level.VILLAGE and shorter.startswith(exact(unit.name)):
                shorter = shorter.removeprefix(exact(unit.name))
        return shorter if shorter != exact(name) else ""

    def is_prefixed(self, name: str) -> bool:
        """Could the name of a larger unit stand before this name?"""
        return any(name.startswith(exact(unit.name)) for unit in self.by_code.values() if unit.level != Level.VILLAGE)

    def only(self, text: str, found: list[OrgUnit], above: OrgUnit, *, is_street: bool = False) -> OrgUnit:
        """The one unit; none or several are UnitUnknown with suggestions."""
        if len(found) == 1:
            return found[0]
        if found:
            hints = [f"{unit.name} {unit.code}" for unit in found[:4]]
            raise UnitUnknown("unit-ambiguous", text, hints, is_street=is_street)
        likely = self.likely(text, above, is_street=is_street)
        raise UnitUnknown("unit-unknown" if likely else "unit-unlike", text, likely, is_street=is_street)

    def likely(self, text: str, above: OrgUnit, *, is_street: bool) -> list[str]:
        """Names that look like what was written."""
        names = {
            core(unit.name): unit.name
            for unit in self.by_code.values()
            if unit.path.startswith(above.path) and (unit.level == Level.STREET) == is_street
        }
        return [names[close] for close in get_close_matches(core(text), names, n=3, cutoff=0.5)]
