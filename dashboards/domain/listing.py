"""The lines behind a figure: who it is, where they sit, what the line is about, and how much of it they have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dashboards import figures
from dashboards.figures import Share, Side
from dashboards.measures import Measure, read_with
from people.models.elections import Seat
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Listed:
    """One line of a list."""

    person_id: int
    name: str
    share: Share
    seats: Sequence[Seat]
    about: str = ""
    place: str = ""  # the unit for which the line counts; a person may sit in several

    @property
    def is_done(self) -> bool:
        return not self.share.missing

    @property
    def units(self) -> list[str]:
        return [self.place] if self.place else list(dict.fromkeys(seat.unit.name for seat in self.seats))

    @property
    def posts(self) -> list[str]:
        return list(dict.fromkeys(seat.get_post_display() for seat in self.seats))


def counts(unit: OrgUnit, measure: Measure, *, text: str = "") -> Mapping[Side, int]:
    """How many lines stand on each side of a figure."""
    whole = figures.lines(unit, measure, text=text).count()
    missing = figures.lines(unit, measure, Side.MISSING, text=text).count()
    return {Side.MISSING: missing, Side.DONE: whole - missing, Side.ALL: whole}


def label_of(measure: Measure, side: Side) -> str:
    """What the lines of a side are called."""
    whole = _("All") if read_with(measure) is measure else measure.label
    return str({Side.MISSING: measure.missing, Side.DONE: measure.done, Side.ALL: whole}[side])


def with_seats(unit: OrgUnit, rows: Iterable[Mapping[str, Any]]) -> list[Listed]:
    """Rows of `figures.lines` with the seats that their people hold below the unit; one query."""
    chosen = list(rows)
    seats: dict[int, list[Seat]] = defaultdict(list)
    held = Seat.objects.current().under(unit).filter(person__in={row["who"] for row in chosen})
    for seat in held.select_related("unit").order_by("unit__path", "pk"):
        seats[seat.person_id].append(seat)
    return [
        Listed(
            row["who"],
            row["name"],
            Share(row["counted"], row["due"]),
            seats[row["who"]],
            about=row.get("about", ""),
            place=row.get("place", ""),
        )
        for row in chosen
    ]
