"""The people behind a figure: who they are, where they sit, and how much of it they have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards import figures
from dashboards.figures import Share, Side
from dashboards.measures import Measure
from people.models.elections import Seat
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Listed:
    """One person on a list."""

    person_id: int
    name: str
    share: Share
    seats: Sequence[Seat]

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys(seat.unit.name for seat in self.seats))

    @property
    def posts(self) -> list[str]:
        return list(dict.fromkeys(seat.get_post_display() for seat in self.seats))


def counts(unit: OrgUnit, measure: Measure) -> Mapping[Side, int]:
    """How many people stand on each side of a figure."""
    everybody = figures.people(unit, measure).count()
    missing = figures.people(unit, measure, Side.MISSING).count()
    return {Side.MISSING: missing, Side.DONE: everybody - missing, Side.ALL: everybody}


def with_seats(unit: OrgUnit, rows: Iterable[Mapping[str, Any]]) -> list[Listed]:
    """Rows of `figures.people` as people with the seats they hold below the unit; one query."""
    chosen = list(rows)
    seats: dict[int, list[Seat]] = defaultdict(list)
    held = Seat.objects.current().under(unit).filter(person__in=[row["who"] for row in chosen])
    for seat in held.select_related("unit").order_by("unit__path", "pk"):
        seats[seat.person_id].append(seat)
    return [Listed(row["who"], row["name"], Share(row["counted"], row["due"]), seats[row["who"]]) for row in chosen]
