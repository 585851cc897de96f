"""Slips with first passwords: for whom they are printed, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from people.domain.accounts import set_first_passwords
from people.domain.belonging import belongs_elsewhere
from people.models.accounts import User
from people.models.elections import Election, Seat

A_PRINT = 500  # People on one print; the rest comes with the next.


@dataclass(frozen=True)
class Slip:
    """What stands on one slip; the password is nowhere else."""

    person: User
    unit_name: str
    password: str


def print_for(*, person: User, at: datetime) -> Slip:
    """A new first password for somebody who lost theirs; the present one is void and every session of theirs ends."""
    seat = person.seats.current().select_related("unit").order_by("unit__path", "pk").first()
    [password] = set_first_passwords(people=[person], at=at).values()
    return Slip(person, seat.unit.name if seat else "", password)


def seated(election: Election) -> QuerySet[User]:
    """The people whom the election seated and whose account belongs to no other unit and to no role.

    Whoever holds a role sees other people's data, and whoever sits elsewhere too is known there: no organizer may
    become that person by printing a slip.
    """
    people = User.objects.filter(seats__election=election, seats__ended_on=None, is_active=True)
    return people.exclude(belongs_elsewhere(election.unit)).distinct()


def without_slip(election: Election) -> QuerySet[User]:
    """Those who never got a first password."""
    return seated(election).filter(password_printed_at=None, last_login=None).order_by("pk")


def never_came(election: Election) -> QuerySet[User]:
    """Those who have a slip and have not logged in with it."""
    return (
        seated(election)
        .filter(password_printed_at__isnull=False, must_change_password=True, last_login=None)
        .order_by("pk")
    )


def print_slips(*, election: Election, at: datetime) -> list[Slip]:
    """Set first passwords for those without a slip, claimed by one update so that two prints never share a person."""
    with transaction.atomic():
        waiting = list(without_slip(election).values_list("pk", flat=True)[:A_PRINT])
        User.objects.filter(pk__in=waiting, password_printed_at=None).update(password_printed_at=at)
        claimed = list(User.objects.filter(pk__in=waiting, password_printed_at=at))
        return slips_of(people=claimed, election=election, at=at)


def print_again(*, election: Election, at: datetime) -> list[Slip]:
    """New passwords for those who never came; the slips they had no longer work."""
    with transaction.atomic():
        return slips_of(people=list(never_came(election)[:A_PRINT]), election=election, at=at)


def slips_of(*, people: Sequence[User], election: Election, at: datetime) -> list[Slip]:
    """The slips, in the order of the units, so that they can be handed out street by street."""
    seats = Seat.objects.filter(election=election, person__in=people, ended_on=None).select_related("unit")
    units = {seat.person_id: seat.unit.name for seat in seats.order_by("-unit__path")}
    order = {person_id: place for place, person_id in enumerate(reversed(units))}
    passwords = set_first_passwords(people=people, at=at)
    slips = [Slip(person, units[person.pk], password) for person, password in passwords.items()]
    return sorted(slips, key=lambda slip: order[slip.person.pk])
