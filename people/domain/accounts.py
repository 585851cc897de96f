"""Accounts: people, their first passwords, and the roles they are granted."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from people.enums import Sex
from people.hashers import FirstPasswordHasher
from people.models.accounts import User
from people.models.organisation import OrgUnit
from people.models.roles import Grant
from people.roles import roles

# Nothing that looks like something else on paper: no 0 and o, no 1, i and l.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
USERNAME_LENGTH = 10


class UnknownRole(Exception):
    """roles.toml has no such role."""


def new_username() -> str:
    """A user name for somebody who did not choose one; nobody's by chance (31^10)."""
    return "".join(secrets.choice(READABLE) for _ in range(USERNAME_LENGTH))


def new_password() -> str:
    """A first password of two groups of five, such as kp7mx-3qa9w: 49 bits, and not one digit of anybody's."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(2))


def new_person(
    *, name: str, id_number: str, phone: str, sex: Sex | str, born_on: date | None, username: str | None = None
) -> User:
    """A person who is not saved yet and cannot log in yet."""
    person = User(
        username=username or new_username(), name=name, sex=sex, born_on=born_on, password=make_password(None)
    )
    person.set_id_number(id_number)
    person.set_phone(phone)
    return person


def create_person(
    *, name: str, id_number: str, phone: str, sex: Sex | str, born_on: date | None, username: str | None = None
) -> User:
    """A person with an account, who cannot log in before a first password is set."""
    person = new_person(name=name, id_number=id_number, phone=phone, sex=sex, born_on=born_on, username=username)
    person.save()
    return person


def set_first_passwords(*, people: Iterable[User], at: datetime) -> dict[User, str]:
    """Give each a random password that has to be changed at the first login; the only time it is seen."""
    passwords = {person: new_password() for person in people}
    for person, password in passwords.items():
        person.password = make_password(password, hasher=FirstPasswordHasher())
        person.must_change_password = True
        person.password_printed_at = at
    User.objects.bulk_update(passwords, ["password", "must_change_password", "password_printed_at"], batch_size=200)
    return passwords


def correct_phone(*, person: User, phone: str) -> User:
    """The person has another number from now on; it is what they log in with."""
    person.set_phone(phone)
    person.save(update_fields=["phone", "phone_index"])
    return person


def shares_phone(person: User) -> bool:
    """Whether somebody else has the same number, so that it opens no account."""
    return User.objects.filter(phone_index=person.phone_index).exclude(pk=person.pk).exclude(phone_index="").exists()


def password_was_changed(*, person: User) -> None:
    """The person has a password of their own now."""
    User.objects.filter(pk=person.pk).update(must_change_password=False)
    person.must_change_password = False


def grant_role(*, user: User, role: str, unit: OrgUnit, starts_on: date, granted_by: User | None = None) -> Grant:
    """Give a role for a unit and everything below it; the same grant twice is one."""
    if role not in roles():
        raise UnknownRole(role)
    with transaction.atomic():
        grant, _ = Grant.objects.get_or_create(
            user=user, role=role, unit=unit, starts_on=starts_on, defaults={"granted_by": granted_by}
        )
        user.groups.add(*cms_groups(roles()[role].cms_groups))
    return grant


def end_grant(*, grant: Grant, on: date) -> None:
    """Let a role end with the day before `on`; it holds no longer from that day."""
    with transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(ends_on=on - timedelta(days=1))
        sync_cms_groups(user=grant.user, on=on)


def sync_cms_groups(*, user: User, on: date) -> None:
    """Be in exactly those groups of the CMS that the grants in force on that day ask for."""
    known = {name for role in roles().values() for name in role.cms_groups}
    held = set(Grant.objects.in_force(on).filter(user=user).values_list("role", flat=True))
    wanted = {name for key in held & roles().keys() for name in roles()[key].cms_groups}
    user.groups.remove(*Group.objects.filter(name__in=known - wanted))
    user.groups.add(*cms_groups(wanted))


def cms_groups(names: Iterable[str]) -> list[Group]:
    """The groups of these names; what they may do in the CMS is for courses to say."""
    return [Group.objects.get_or_create(name=name)[0] for name in sorted(names)]


def choose_type(*, person: User, large: bool) -> None:
    """Remember the size of type."""
    User.objects.filter(pk=person.pk).update(large_type=large)
