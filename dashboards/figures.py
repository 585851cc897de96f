"""The figures of a unit, of the units below it and of its people: the one place where they are computed.

Every answer costs one query a measure, for three rows or for half a million: the database groups by a prefix of
the unit's path in the tree. A person who sits in two villages counts once in each, and once in their street.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr

from dashboards.measures import COUNTED, Measure, Rows
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def missing(self) -> int:
        return self.whole - self.part

    @property
    def rank(self) -> Decimal:
        """For sorting, worst first; where nothing is to be counted nothing is bad."""
        return Decimal(self.part) / self.whole if self.whole else Decimal(2)


NOTHING = Share(0, 0)
Figures = Mapping[str, Share]  # measure key → share; every measure is there


class Side(StrEnum):
    """Which lines of a list: all, those that have all of it, those that lack some."""

    ALL = "all"
    DONE = "done"
    MISSING = "missing"


def of_unit(unit: OrgUnit) -> Figures:
    """The figures of the unit with everything below it."""
    return {measure.key: _total(_rows_under(unit, measure), measure) for measure in COUNTED}


def of_unit_in(unit: OrgUnit, measure: Measure) -> Share:
    """One figure of the unit with everything below it."""
    return _total(_rows_under(unit, measure), measure)


def by_child(unit: OrgUnit) -> Mapping[str, Figures]:
    """The figures of each unit directly below, by its path; those of the unit itself stand under its own path."""
    length = len(unit.path) + OrgUnit.steplen
    return _grouped(
        (measure, _rows_under(unit, measure).annotate(group=Substr(f"{measure.unit}__path", 1, length)))
        for measure in COUNTED
    )


def by_person(unit: OrgUnit, person_ids: Iterable[int] | None = None) -> Mapping[int, Figures]:
    """The figures of each person of the unit, by the person's id; of some of them, where ids are given."""
    chosen = None if person_ids is None else list(person_ids)
    return _grouped((measure, _by_person(_rows_under(unit, measure), measure, chosen)) for measure in COUNTED)


def lines(unit: OrgUnit, measure: Measure, side: Side = Side.ALL, *, text: str = "") -> QuerySet[Any, dict[str, Any]]:
    """The lines behind a figure, as {who, name, place, about, counted, due}, by name; their sums are the figure.

    With a text, those whose person or unit has it in the name.
    """
    rows = _rows_under(unit, measure)
    if text:
        rows = rows.filter(
            Q(**{f"{measure.person}__name__icontains": text}) | Q(**{f"{measure.unit}__name__icontains": text})
        )
    listed = rows.values(*measure.line, **_told(measure)).annotate(counted=measure.part, due=measure.whole)
    if side is Side.DONE:
        listed = listed.filter(counted__gte=F("due"))
    elif side is Side.MISSING:
        listed = listed.filter(counted__lt=F("due"))
    return listed.order_by("name", "who", *measure.line)


def _told(measure: Measure) -> dict[str, F]:
    """What a line tells; a line for a person has no one place, for they may sit in several."""
    told = {"who": F(f"{measure.person}_id"), "name": F(f"{measure.person}__name")}
    if measure.about:
        told |= {"place": F(f"{measure.unit}__name"), "about": F(measure.about)}
    return told


def _rows_under(unit: OrgUnit, measure: Measure) -> Rows:
    return measure.rows().filter(**{f"{measure.unit}__path__startswith": unit.path})


def _total(rows: Rows, measure: Measure) -> Share:
    sums = rows.aggregate(counted=measure.part, due=measure.whole)
    return Share(sums["counted"], sums["due"])


def _by_person(rows: Rows, measure: Measure, person_ids: list[int] | None) -> Rows:
    if person_ids is not None:
        rows = rows.filter(**{f"{measure.person}__in": person_ids})
    return rows.annotate(group=F(f"{measure.person}_id"))


def _grouped(counted: Iterable[tuple[Measure, Rows]]) -> Mapping[Any, Figures]:
    """Run one grouped query a measure and turn the answers about: group → measure → share."""
    groups: dict[Any, dict[str, Share]] = defaultdict(lambda: {measure.key: NOTHING for measure in COUNTED})
    for measure, rows in counted:
        sums = rows.order_by().values("group").annotate(counted=measure.part, due=measure.whole)
        for row in sums:
            groups[row["group"]][measure.key] = Share(row["counted"], row["due"])
    return groups
