"""Elections and the terms they open: finding the right one, making it, and what it brought."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from people.enums import Committee
from people.models.accounts import User
from people.models.elections import Election, Seat, SeatQuerySet, Term
from people.models.organisation import OrgUnit

YEARS = 5  # 村“两委”和居委会每届任期五年.
SAME_SEASON = timedelta(days=366)


def open_election_of(*, unit: OrgUnit, on: date) -> Election | None:
    """The open election that a result of that day belongs to: the unit's own, else that of the nearest unit above."""
    paths = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    near = Election.objects.filter(
        unit__path__in=paths, closed_on=None, held_on__range=(on - SAME_SEASON, on + SAME_SEASON)
    )
    found = list(near.select_related("unit", "term"))
    return max(found, key=lambda election: (len(election.unit.path), election.held_on), default=None)


def make_election(*, unit: OrgUnit, held_on: date) -> Election:
    """The election of that unit and day with the term that it opens; earlier ones of the unit are closed with it."""
    with transaction.atomic():
        term, _made = Term.objects.get_or_create(
            unit=unit,
            begins_on=held_on,
            defaults={"name": name_of_term(held_on), "ends_on": years_later(held_on, YEARS)},
        )
        election, _made = Election.objects.get_or_create(
            unit=unit, held_on=held_on, defaults={"term": term, "name": name_of_election(unit, held_on)}
        )
        Election.objects.filter(unit=unit, closed_on=None, held_on__lt=held_on).update(closed_on=held_on)
    return election


def name_of_election(unit: OrgUnit, held_on: date) -> str:
    """“市中区2026年换届”; a name is data, so it is in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Election of %(year)s in %(unit)s") % {"year": held_on.year, "unit": unit.name}


def name_of_term(begins_on: date) -> str:
    """“2026—2031年任期”."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Term of %(first)s to %(last)s") % {"first": begins_on.year, "last": begins_on.year + YEARS}


def years_later(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def seats_by_unit(*, election: Election) -> QuerySet[OrgUnit]:
    """The units of an election with how many it seated in each: people, by committee, and newly elected."""
    mine = Q(seats__election=election)

    def people(**which: object) -> Count:
        named = {f"seats__{key}": value for key, value in which.items()}
        return Count("seats__person", filter=mine & Q(**named), distinct=True)

    return OrgUnit.objects.filter(mine).annotate(**_columns(people)).order_by("path")


def seats_in_all(*, election: Election) -> dict[str, int]:
    """The same of the whole election: who sits in two units or committees is one person; seats and units as well."""

    def people(**which: object) -> Count:
        return Count("person", filter=Q(**which), distinct=True)

    return Seat.objects.filter(election=election).aggregate(
        **_columns(people), seats=Count("pk"), units=Count("unit", distinct=True)
    )


def _columns(people: Callable[..., Count]) -> dict[str, Count]:
    return {
        "people": people(),
        **{f"in_{committee}": people(committee=committee) for committee in Committee.values},
        "newly": people(newly_elected=True),
    }


@dataclass(frozen=True)
class Elected:
    """Somebody with the seats that an election gave them."""

    person: User
    seats: list[Seat]

    @property
    def newly_elected(self) -> bool:
        return any(seat.newly_elected for seat in self.seats)


def people_of(seats: SeatQuerySet) -> QuerySet[Seat, Any]:
    """The people in these seats, each once, by the first unit in which they sit: rows of {person, place}."""
    rows = seats.order_by().values("person").annotate(place=Min("unit__path"))
    return rows.order_by("place", "person__name", "person")


def with_their_seats(rows: Iterable[Mapping[str, Any]], seats: SeatQuerySet) -> list[Elected]:
    """Rows of `people_of` with those of the seats that are theirs; one query."""
    chosen = [row["person"] for row in rows]
    held: dict[int, list[Seat]] = {person: [] for person in chosen}
    for seat in seats.filter(person__in=chosen).select_related("person", "unit").order_by("unit__path", "pk"):
        held[seat.person_id].append(seat)
    return [Elected(theirs[0].person, theirs) for theirs in held.values()]
