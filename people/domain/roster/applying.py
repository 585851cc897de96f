"""Applying a checked roster: people, the seats that end and those that begin, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.db import transaction

from common import audit
from common.crypto import blind_index
from people.domain.accounts import new_person
from people.domain.elections import make_election
from people.domain.identity import birth_date_of, sex_of
from people.domain.roster.checking import Checked, Entry, SeatKey, batches
from people.enums import Committee, Post, SeatEnd
from people.models.accounts import User
from people.models.elections import Election, Seat
from people.models.organisation import OrgUnit
from people.signals import seats_changed

BATCH = 500
PERSONAL = ("phone", "phone_index", "sex", "born_on")


@dataclass
class Applied:
    """What a roster changed."""

    election: Election
    people_added: int = 0
    people_updated: int = 0
    seats_begun: int = 0
    seats_ended: int = 0
    phones_changed: list[int] = field(default_factory=list)
    person_ids: list[int] = field(default_factory=list)


def apply_roster(
    *, checked: Checked, unit: OrgUnit, by: User | None = None, then: Callable[[Applied], None] | None = None
) -> Applied:
    """Let the accepted rows in, all or none; `then` runs in the same transaction.

    Everything that costs time is made ready first, for on SQLite the transaction keeps every other writer waiting.
    """
    entries = checked.accepted
    newcomers = [new_person_of(entry) for entry in entries if entry.person is None]
    with transaction.atomic():
        election = checked.election or make_election(unit=unit, held_on=checked.held_on)
        applied = Applied(election)
        people = save_people(entries, newcomers, applied)
        replace_seats(entries, people, unit, applied)
        if applied.phones_changed:
            audit.record("people.phones_changed", subject=election, user=by, people=applied.phones_changed)
        if then:
            then(applied)
        applied.person_ids = sorted({person.pk for person in people.values()})
        announce = partial(seats_changed.send, sender=Election, unit_id=election.unit_id, person_ids=applied.person_ids)
        transaction.on_commit(announce)
    return applied


def new_person_of(entry: Entry) -> User:
    """Somebody whom we did not know; the ID number says sex and birth."""
    candidate = entry.candidate
    number = candidate.id_number
    return new_person(
        name=candidate.name,
        id_number=number,
        phone=candidate.phone,
        sex=sex_of(number),
        born_on=birth_date_of(number),
    )


def save_people(entries: Sequence[Entry], newcomers: list[User], applied: Applied) -> dict[str, User]:
    """Save the new ones and what changed of those we knew; everybody by the index of the ID number.

    Somebody whom another roster brought in since the check is not made twice: the unique index decides.
    """
    User.objects.bulk_create(newcomers, batch_size=BATCH, ignore_conflicts=True)
    indexes = [blind_index(entry.candidate.id_number) for entry in entries]
    people = {
        person.id_index or "": person
        for some in batches(indexes)
        for person in User.objects.filter(id_index__in=some).defer("id_number", "password")
    }
    changed = [
        person
        for entry, index in zip(entries, indexes, strict=True)
        if (person := people[index]) and may_take_phone(entry) and take_phone(person, entry.candidate.phone)
    ]
    User.objects.bulk_update(changed, ["phone", "phone_index"], batch_size=100)
    applied.people_added, applied.people_updated = len(newcomers), len(changed)
    applied.phones_changed = [person.pk for person in changed]
    return people


def may_take_phone(entry: Entry) -> bool:
    """A phone is a way into an account: only the unit to which the account belongs changes it."""
    return entry.person is not None and not entry.is_elsewhere


def take_phone(person: User, phone: str) -> bool:
    """Take a new phone over; none given leaves the old one."""
    if not phone or person.phone == phone:
        return False
    person.set_phone(phone)
    return True


def replace_seats(entries: Sequence[Entry], people: dict[str, User], root: OrgUnit, applied: Applied) -> None:
    """End the seats of the committees that were elected anew, and begin the new ones; what stands already stays."""
    election = applied.election
    held = held_below(root)
    standing = {(seat.person_id, key_of(seat)) for seat in held if seat.election_id == election.pk}
    ended = [seat.pk for seat in seats_that_end(entries, held, election, election.held_on)]
    served = {(seat.person_id, seat.unit_id) for seat in held}
    begun = [
        seat
        for entry in entries
        for seat in new_seats(entry, people[blind_index(entry.candidate.id_number)], election, standing, served)
    ]
    for some in pieces(ended):
        Seat.objects.filter(pk__in=some, ended_on=None).update(ended_on=election.held_on, end_reason=SeatEnd.TERM)
    Seat.objects.bulk_create(begun, batch_size=BATCH)
    applied.seats_begun, applied.seats_ended = len(begun), len(ended)


def held_below(root: OrgUnit) -> list[Seat]:
    """The seats that have not ended, of the unit and below."""
    wanted = ("pk", "person", "unit", "committee", "post", "election", "started_on")
    return list(Seat.objects.current().under(root).only(*wanted))


def key_of(seat: Seat) -> SeatKey:
    """The seat as a place that somebody can take."""
    return seat.unit_id, Committee(seat.committee), Post(seat.post)


def seats_that_end(
    entries: Iterable[Entry], held: Iterable[Seat], election: Election | None, held_on: date
) -> list[Seat]:
    """The seats of committees that were elected anew: they end with the election, whoever held them."""
    elected_anew = {
        (entry.unit.pk, post.committee) for entry in entries if entry.unit for post in entry.candidate.posts
    }
    return [
        seat
        for seat in held
        if (seat.unit_id, seat.committee) in elected_anew
        and (election is None or seat.election_id != election.pk)
        and seat.started_on <= held_on
    ]


def new_seats(
    entry: Entry, person: User, election: Election, standing: set[tuple[int, SeatKey]], served: set[tuple[int, int]]
) -> Iterable[Seat]:
    """The seats of one row that do not stand yet."""
    candidate, unit = entry.candidate, entry.unit
    if unit is None:
        return
    is_new = (person.pk, unit.pk) not in served if candidate.newly is None else candidate.newly
    started_on: date = candidate.elected_on or election.held_on
    for post in candidate.posts:
        if (person.pk, (unit.pk, post.committee, post.post)) not in standing:
            yield Seat(
                person=person,
                unit=unit,
                committee=post.committee,
                post=post.post,
                is_single=post.is_single,
                term=election.term,
                election=election,
                newly_elected=is_new,
                started_on=started_on,
            )


def pieces(keys: Sequence[int], size: int = 2_000) -> Iterable[Sequence[int]]:
    """The keys in pieces that fit into one query."""
    return (keys[start : start + size] for start in range(0, len(keys), size))
