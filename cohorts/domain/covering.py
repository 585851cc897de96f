"""Whom a cohort must cover, counted against the register of people in office (应训, 在训, 已结业, 未编班)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from cohorts.enums import EnrollmentState
from cohorts.models.cohort import Cohort, EnrollmentRule
from people.enums import Post
from people.models.elections import Seat
from people.models.organisation import OrgUnit

RANK = {post: rank for rank, post in enumerate(Post.values)}


@dataclass(frozen=True)
class Share:
    """So many must be covered; of them some are learning, some have concluded, the rest are not in the cohort."""

    due: int
    studying: int
    trained: int

    @property
    def missing(self) -> int:
        """Those in office whom the cohort does not have."""
        return self.due - self.studying - self.trained

    @property
    def covered(self) -> int:
        """Those who are learning or have concluded."""
        return self.studying + self.trained


@dataclass(frozen=True)
class Group:
    """The share of one unit or post; the key names it in an address."""

    key: str
    name: str
    share: Share


@dataclass(frozen=True)
class Coverage:
    """The share of the whole cohort, of each unit directly below its own, and of each post."""

    whole: Share
    by_unit: list[Group]
    by_post: list[Group]


def due_seats(rules: Iterable[EnrollmentRule], *, day: date) -> dict[int, Seat]:
    """For each person whom the rules name on that day, the seat that counts: the leading post, where there are two."""
    due: dict[int, Seat] = {}
    for rule in rules:
        for seat in rule.seats(day).select_related("unit", "election"):
            held = due.get(seat.person_id)
            if held is None or _rank(seat) < _rank(held):
                due[seat.person_id] = seat
    return due


def due_count(rules: Iterable[EnrollmentRule], *, day: date) -> int:
    """How many people the rules name on that day, each counted once."""
    return len({person for rule in rules for person in rule.seats(day).values_list("person_id", flat=True)})


def coverage(*, cohort: Cohort, at: datetime) -> Coverage:
    """How much of the register the cohort has; a constant number of queries for any number of people."""
    due = due_seats(cohort.rules.select_related("unit"), day=timezone.localdate(at))
    states = dict(cohort.enrollments.counted().values_list("person_id", "state"))
    units = {unit.path: (unit.code, unit.name) for unit in _units({unit_group(cohort, seat) for seat in due.values()})}
    posts = {value: (value, str(label)) for value, label in Post.choices}
    return Coverage(
        whole=_share(due, states),
        by_unit=_grouped(due, states, lambda seat: unit_group(cohort, seat), units),
        by_post=_grouped(due, states, lambda seat: seat.post, posts),
    )


def unit_group(cohort: Cohort, seat: Seat) -> str:
    """The path of the unit under which a seat is counted: the one directly below the cohort's own, or that itself."""
    return seat.unit.path[: len(cohort.unit.path) + OrgUnit.steplen]


def _share(people: Iterable[int], states: Mapping[int, str]) -> Share:
    held = [states.get(person) for person in people]
    return Share(
        due=len(held), studying=held.count(EnrollmentState.ACTIVE), trained=held.count(EnrollmentState.CONCLUDED)
    )


def _grouped(
    due: Mapping[int, Seat],
    states: Mapping[int, str],
    group_of: Callable[[Seat], str],
    names: Mapping[str, tuple[str, str]],
) -> list[Group]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for person, seat in due.items():
        groups[group_of(seat)].append(person)
    return [Group(*name, _share(groups[group], states)) for group, name in names.items() if group in groups]


def _units(paths: Iterable[str]) -> QuerySet[OrgUnit]:
    return OrgUnit.objects.filter(path__in=paths).order_by("path")


def _rank(seat: Seat) -> tuple[int, str, int]:
    return RANK[seat.post], seat.unit.path, seat.pk
