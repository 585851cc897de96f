"""The demo's logins: who holds which role, with one password that is good on this machine only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from people.backends import DEMO_MAIL
from people.domain.accounts import create_person, grant_role
from people.domain.identity import sex_of
from people.models.accounts import User
from people.models.organisation import OrgUnit
from training.demo.people import invented

PASSWORD = "demo-2026"  # noqa: S105  # Known to everybody, and refused anywhere but on one's own machine.


@dataclass(frozen=True)
class Login:
    """Somebody who may log in to the demo."""

    username: str
    name: str
    role: str
    unit: str  # code
    shows: str  # what there is to see, for the list that is printed


ORGANIZERS = (
    Login("wu", "吴建平", "organizer", "370103", "市中区组织员"),
    Login("he", "何志远", "organizer", "370112", "历城区组织员（兄弟区，看不到市中区）"),
    Login("ma", "马晓东", "organizer", "370202", "市南区组织员"),
    Login("song", "宋雅琴", "organizer", "370811", "任城区组织员"),
    Login("tang", "唐立群", "organizer", "370403", "薛城区组织员"),
)
OTHERS = (
    Login("chen", "陈明华", "trainer", "370103", "授课教师：课程、题库、试卷"),
    Login("sun", "孙立新", "grader", "370103", "阅卷人：待阅的案例剖析"),
    Login("gao", "高文静", "editor", "370103", "课程审核员"),
    Login("zhou", "周卫东", "leader", "370103", "分管领导：总览"),
)


def hire(logins: tuple[Login, ...], *, starts_on: date) -> Mapping[str, User]:
    """Make the people and give them their roles; by user name."""
    return {login.username: _hire(login, number, starts_on) for number, login in enumerate(logins)}


def let_in(person: User, username: str) -> None:
    """Give somebody a user name, the demo's password, and the mark that keeps it to this machine."""
    person.username = username
    person.email = username + DEMO_MAIL
    person.must_change_password = False
    person.set_password(PASSWORD)
    person.save(update_fields=["username", "email", "must_change_password", "password"])


def _hire(login: Login, number: int, starts_on: date) -> User:
    origin = invented(login.name, 9000 + number, is_male=True, age_days=6000)
    person = create_person(
        name=login.name,
        id_number=origin.id_number,
        phone=origin.phone,
        sex=sex_of(origin.id_number),
        born_on=origin.born_on,
        username=login.username,
    )
    let_in(person, login.username)
    grant_role(user=person, role=login.role, unit=OrgUnit.objects.get(code=login.unit), starts_on=starts_on)
    return person
